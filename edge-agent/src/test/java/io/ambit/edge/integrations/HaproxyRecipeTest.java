package io.ambit.edge.integrations;

import java.io.IOException;
import java.nio.file.Path;

/** docs/integrations/haproxy/haproxy.cfg and ambit.lua. */
@NeedsProgram(value = "haproxy", aptPackage = "haproxy")
class HaproxyRecipeTest extends ProxyRecipe {
  @Override
  Proxy proxy(Path directory, int agentPort, int servicePort) throws IOException {
    return Proxy.haproxy(directory, agentPort, servicePort);
  }
}
