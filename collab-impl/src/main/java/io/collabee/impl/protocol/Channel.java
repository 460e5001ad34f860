package io.collabee.impl.protocol;

import io.collabee.CollabException;
import io.collabee.DocumentId;
import io.collabee.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/**
 * Where presences are told: a name agreed between clients. By their convention the presences of a
 * document go to the channel {@code collection.id}; so a name with a dot in it is taken for that of
 * a document, and whoever uses it must be allowed to read the document.
 *
 * @param organisation whose channel it is
 * @param name what clients call it
 */
public record Channel(String organisation, String name) {
  /** Two names of a document and the dot between them. */
  private static final int MAX_LENGTH = 511;

  /**
   * Checks the name.
   *
   * @throws CollabException {@link ErrorCode#ERR_MESSAGE_BADLY_FORMED} if the name is neither a
   *     valid name nor two of them with a dot between
   */
  public Channel {
    if (name.length() > MAX_LENGTH
        || (!isName(organisation, name) && documents(organisation, name).isEmpty())) {
      throw new CollabException(ErrorCode.ERR_MESSAGE_BADLY_FORMED, "Invalid presence channel");
    }
  }

  /** The channel that clients use for a document. */
  public static Channel of(DocumentId document) {
    return new Channel(document.organisation(), document.collection() + "." + document.id());
  }

  /**
   * The documents whose channel this is. More than one if there are several dots, since {@code
   * a.b.c} is both {@code c} in {@code a.b} and {@code b.c} in {@code a}; none without a dot.
   */
  public List<DocumentId> documents() {
    return documents(organisation, name);
  }

  private static List<DocumentId> documents(String organisation, String name) {
    List<DocumentId> documents = new ArrayList<>();
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      String collection = name.substring(0, dot);
      String id = name.substring(dot + 1);
      if (isName(organisation, collection) && isName(organisation, id)) {
        documents.add(new DocumentId(organisation, collection, id));
      }
    }
    return documents;
  }

  private static boolean isName(String organisation, String name) {
    try {
      return !new DocumentId(organisation, name, name).id().isEmpty();
    } catch (CollabException e) {
      return false;
    }
  }
}
