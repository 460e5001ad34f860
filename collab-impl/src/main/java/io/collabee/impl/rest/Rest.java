package io.collabee.impl.rest;

import io.collabee.CollabException;
import io.collabee.impl.security.RevocationCheck;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** All resources, found by method and path. Thread-safe. */
public final class Rest {
  private static final Logger LOG = System.getLogger(Rest.class.getName());

  private final List<Mapping> mappings;
  private final RevocationCheck revocations;

  /**
   * @param mappings the first that fits a request serves it
   * @param revocations asked whether the caller's login is still good
   */
  public Rest(List<Mapping> mappings, RevocationCheck revocations) {
    this.revocations = revocations;
    this.mappings = List.copyOf(mappings);
  }

  /** These, and a description of them at {@code openapi.json}. */
  public static Rest described(List<Mapping> mappings, RevocationCheck revocations) {
    List<Mapping> all = new ArrayList<>(mappings);
    all.add(OpenApi.describing(mappings));
    return new Rest(all, revocations);
  }

  /**
   * Where a resource is.
   *
   * @param method of HTTP
   * @param pattern parts with slashes between; one in braces, such as {@code {id}}, is any
   */
  public record Mapping(String method, String pattern, Resource resource) {

    private Optional<Map<String, String>> match(List<String> parts) {
      String[] wanted = pattern.split("/");
      if (wanted.length != parts.size()) {
        return Optional.empty();
      }
      Map<String, String> variables = new HashMap<>();
      for (int i = 0; i < wanted.length; i++) {
        String part = parts.get(i);
        if (wanted[i].startsWith("{")) {
          variables.put(wanted[i].substring(1, wanted[i].length() - 1), part);
        } else if (!wanted[i].equals(part)) {
          return Optional.empty();
        }
      }
      return Optional.of(variables);
    }
  }

  /**
   * Answers a request; throws nothing.
   *
   * @param method of HTTP; {@code HEAD} is answered as {@code GET}, and {@code OPTIONS} with what
   *     there is
   * @param parts of the path, decoded
   */
  Answer answer(String method, List<String> parts, Asked asked) {
    Set<String> allowed = new TreeSet<>();
    for (Mapping mapping : mappings) {
      Optional<Map<String, String>> matched = mapping.match(parts);
      if (matched.isPresent()) {
        if (mapping.method().equals(method.equals("HEAD") ? "GET" : method)) {
          return answer(mapping, asked.matched(matched.get()));
        }
        allowed.add(mapping.method());
      }
    }
    if (allowed.isEmpty()) {
      return Answer.problem(404, "NOT_FOUND", "There is nothing at this address");
    }
    allowed.add("OPTIONS");
    if (allowed.contains("GET")) {
      allowed.add("HEAD");
    }
    Answer answer =
        method.equals("OPTIONS")
            ? Answer.empty(204)
            : Answer.problem(405, "METHOD_NOT_ALLOWED", "The method is not offered here");
    return answer.with("Allow", String.join(", ", allowed));
  }

  private Answer answer(Mapping mapping, Asked asked) {
    try {
      if (mapping.method().equals("GET")) {
        revocations.requireToRead(asked.login());
      } else {
        revocations.requireSurely(asked.login());
      }
      return mapping.resource().answer(asked);
    } catch (AnsweredException e) {
      return e.answer();
    } catch (CollabException e) {
      return Answer.problem(e);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "A request could not be served", e);
      return Answer.problem(500, "ERR_UNKNOWN_ERROR", "Internal error");
    }
  }
}
