package io.ambit.wire;

import com.google.protobuf.ByteString;
import io.ambit.model.Bounds;
import io.ambit.model.LimitKey;
import io.ambit.wire.v1.V1;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The limits that the lines of a record are about. Any order may be written; sorted ones, whose
 * tenants begin alike, take the fewest bytes.
 */
final class KeysCodec {
  private KeysCodec() {}

  static <T> V1.Keys write(List<T> lines, Function<T, LimitKey> key) {
    V1.Keys.Builder keys = V1.Keys.newBuilder();
    ByteArrayOutputStream tenants = new ByteArrayOutputStream();
    Map<String, Integer> limits = new LinkedHashMap<>();
    byte[] before = {};
    for (T line : lines) {
      byte[] tenant = key.apply(line).tenant().getBytes(StandardCharsets.UTF_8);
      int different = Arrays.mismatch(before, tenant);
      int shared = different < 0 ? tenant.length : different;
      keys.addShared(shared).addAdded(tenant.length - shared);
      tenants.write(tenant, shared, tenant.length - shared);
      limits.putIfAbsent(key.apply(line).limit(), limits.size());
      before = tenant;
    }
    if (limits.size() > 1) {
      lines.forEach(line -> keys.addLimit(limits.getOrDefault(key.apply(line).limit(), 0)));
    }
    return keys.addAllLimits(limits.keySet())
        .setTenants(ByteString.copyFrom(tenants.toByteArray()))
        .build();
  }

  static List<LimitKey> read(String field, V1.Keys keys) {
    int size = keys.getSharedCount();
    Bounds.require(field, size, 0, Lists.MAX_LIMITS);
    boolean one = keys.getLimitCount() == 0;
    if (keys.getAddedCount() != size || (!one && keys.getLimitCount() != size)) {
      throw new IllegalArgumentException(field + ": columns of different sizes");
    }
    byte[] tenants = keys.getTenants().toByteArray();
    List<LimitKey> read = new ArrayList<>(size);
    byte[] tenant = {};
    int at = 0;
    for (int i = 0; i < size; i++) {
      int shared = within(field, keys.getShared(i), tenant.length);
      int added = within(field, keys.getAdded(i), tenants.length - at);
      byte[] next = Arrays.copyOf(tenant, shared + added);
      System.arraycopy(tenants, at, next, shared, added);
      at += added;
      tenant = next;
      int limit = within(field, one ? 0 : keys.getLimit(i), keys.getLimitsCount() - 1);
      read.add(new LimitKey(new String(tenant, StandardCharsets.UTF_8), keys.getLimits(limit)));
    }
    return read;
  }

  private static int within(String field, int value, int most) {
    if (value < 0 || value > most) {
      throw new IllegalArgumentException(field + ": refers to what is not there");
    }
    return value;
  }
}
