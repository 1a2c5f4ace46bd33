package io.ambit.global.door.http;

import io.ambit.global.core.Precondition;
import io.ambit.problem.FieldFault;
import io.ambit.problem.Pointers;
import io.ambit.problem.Problem;
import io.ambit.problem.ProblemException;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.HttpHeaders;

/** Reads {@code If-Match} and {@code If-None-Match} (RFC 9110, 13.1). */
final class Preconditions {
  private static final Pattern TAGS = Pattern.compile("\\s*((W/)?\"([^\"]*)\")\\s*(,|$)");

  private Preconditions() {}

  static Precondition of(HttpHeaders headers) {
    List<String> match = headers.getOrEmpty(HttpHeaders.IF_MATCH);
    List<String> noneMatch = headers.getOrEmpty(HttpHeaders.IF_NONE_MATCH);
    if (!noneMatch.isEmpty()) {
      return absent(match, String.join(",", noneMatch).strip());
    }
    if (match.isEmpty()) {
      return new Precondition.None();
    }
    String tags = String.join(",", match).strip();
    return tags.equals("*")
        ? new Precondition.Present()
        : new Precondition.AtRevision(revisions(tags));
  }

  private static Precondition absent(List<String> match, String tags) {
    if (!match.isEmpty()) {
      throw fault(HttpHeaders.IF_NONE_MATCH, "contradiction", "expected: not beside If-Match");
    }
    if (!tags.equals("*")) {
      throw fault(HttpHeaders.IF_NONE_MATCH, "unsupported", "expected: *");
    }
    return new Precondition.Absent();
  }

  private static SortedSet<Long> revisions(String tags) {
    SortedSet<Long> revisions = new TreeSet<>();
    Matcher each = TAGS.matcher(tags);
    int end = 0;
    while (each.find() && each.start() == end) {
      end = each.end();
      revisions.add(each.group(2) == null ? revision(each.group(3)) : 0L);
    }
    if (end != tags.length() || tags.isEmpty() || tags.endsWith(",")) {
      throw fault(HttpHeaders.IF_MATCH, "malformed", "expected: an ETag in quotes, as \"18\"");
    }
    return revisions;
  }

  /** 0 for a tag that none of ours can be equal to. */
  private static long revision(String tag) {
    return tag.matches("[1-9][0-9]{0,17}") ? Long.parseLong(tag) : 0;
  }

  private static ProblemException fault(String header, String code, String message) {
    return Problem.invalid(new FieldFault(Pointers.header(header), code, message)).asException();
  }
}
