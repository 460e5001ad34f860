package io.collabee.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The blocks of code in a page of Markdown.
 *
 * @param files by name, in their order: a block is a file if the line before it ends with a name in
 *     backquotes
 * @param unnamed the others
 */
public record Guide(Map<String, String> files, List<String> unnamed) {
  private static final Pattern BLOCK =
      Pattern.compile("^([^\n]*)\n\n?```\\w+\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern NAME = Pattern.compile("`([^`]+)`:?$");

  /** Reads a page. */
  public static Guide read(Path page) {
    Map<String, String> files = new LinkedHashMap<>();
    List<String> unnamed = new ArrayList<>();
    Matcher block = BLOCK.matcher(text(page));
    while (block.find()) {
      Matcher name = NAME.matcher(block.group(1));
      if (!name.find()) {
        unnamed.add(block.group(2));
      } else if (files.put(name.group(1), block.group(2)) != null) {
        throw new IllegalArgumentException(name.group(1) + " is there twice");
      }
    }
    return new Guide(files, unnamed);
  }

  private static String text(Path page) {
    try {
      return Files.readString(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Those files whose name is so. */
  public List<String> names(Predicate<String> matches) {
    return files.keySet().stream().filter(matches).toList();
  }
}
