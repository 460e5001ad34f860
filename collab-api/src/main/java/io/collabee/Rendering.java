package io.collabee;

import jakarta.json.JsonValue;
import java.util.Optional;

/**
 * Contents in forms that other programs read, and such forms as contents: inject it to show a
 * document in a page, to mail it, or to make a document of a page.
 *
 * <p>Documents of the types {@code text-unicode} and {@code rich-text} have such forms. Of the
 * formats that Quill has there are: headings, lists (nested, numbered, with boxes to tick),
 * quotations, code and code blocks, bold, italic, underlined and struck text, subscript and
 * superscript, links, colours, fonts and sizes, alignment, direction and indentation, pictures,
 * films and formulas. Text of another format comes without that; in the place of another embed
 * stands its name in brackets.
 *
 * <p>Thread-safe. Nothing here touches a document. To put an imported content in a document, create
 * it with that, or {@linkplain Documents#edit(DocumentId, java.util.function.Function) edit} it by
 * the {@linkplain OperationalTransform#diff difference}, which touches only what differs.
 */
public interface Rendering {

  /**
   * The content as HTML that goes into the body of a page.
   *
   * <p>Whatever is in the document, a browser that shows it runs no script and follows no address
   * but those of pictures and, if somebody clicks, links. These begin with {@code http}, {@code
   * https}, {@code mailto}, {@code tel} or {@code sms} or are relative; pictures may be in the
   * address itself. It is passed through a sanitiser.
   *
   * @return empty if the document did not exist or its type has no such form
   */
  Optional<String> html(Snapshot snapshot);

  /**
   * The content as Markdown, which is CommonMark with GitHub's strikethrough and task lists.
   * Underlining, subscript and superscript are written as HTML; colours, fonts, sizes, alignment,
   * indentation of paragraphs, and empty lines are left out.
   *
   * @return empty if the document did not exist or its type has no such form
   */
  Optional<String> markdown(Snapshot snapshot);

  /**
   * The text alone; lines of a rich text end with {@code \n}.
   *
   * @return empty if the document did not exist or its type has no such form
   */
  Optional<String> text(Snapshot snapshot);

  /**
   * The content of a rich text that HTML says: that of {@link #html}, of an editor, or any page's.
   * What is no text and has no format above is left out, as are addresses that are not safe.
   *
   * @return in the snapshot form of {@code rich-text}; it ends with a line end
   */
  JsonValue fromHtml(String html);

  /**
   * The content of a rich text that Markdown says.
   *
   * @return in the snapshot form of {@code rich-text}; it ends with a line end
   */
  JsonValue fromMarkdown(String markdown);

  /**
   * The content of a rich text without formatting.
   *
   * @return in the snapshot form of {@code rich-text}; it ends with a line end
   */
  JsonValue fromText(String text);
}
