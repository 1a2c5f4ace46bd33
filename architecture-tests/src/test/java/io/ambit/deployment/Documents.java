package io.ambit.deployment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Reads YAML into JSON trees: merge keys resolved, a key given twice refused. */
final class Documents {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Documents() {}

  static List<JsonNode> all(String yaml) {
    LoaderOptions strict = new LoaderOptions();
    strict.setAllowDuplicateKeys(false);
    List<JsonNode> documents = new ArrayList<>();
    for (Object document : new Yaml(new SafeConstructor(strict)).loadAll(yaml)) {
      documents.add(JSON.valueToTree(document));
    }
    return documents;
  }

  static JsonNode only(String yaml) {
    List<JsonNode> documents = all(yaml);
    if (documents.size() != 1) {
      throw new IllegalArgumentException("documents: " + documents.size() + " (expected: 1)");
    }
    return documents.getFirst();
  }

  static Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  static List<String> strings(JsonNode array) {
    return stream(array).map(JsonNode::asText).toList();
  }

  static NavigableSet<String> keys(JsonNode object) {
    NavigableSet<String> keys = new TreeSet<>();
    object.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** Whether every entry of {@code part} is in {@code whole} with the same value. */
  static boolean contains(JsonNode whole, JsonNode part) {
    return part.properties().stream()
        .allMatch(entry -> entry.getValue().equals(whole.get(entry.getKey())));
  }

  /** Every object anywhere in {@code tree}, itself included. */
  static Stream<ObjectNode> objects(JsonNode tree) {
    Stream<ObjectNode> below = stream(tree).flatMap(Documents::objects);
    return switch (tree) {
      case ObjectNode object -> Stream.concat(Stream.of(object), below);
      case ArrayNode array -> below;
      default -> Stream.empty();
    };
  }
}
