package io.ambit.edge.integrations;

import java.io.IOException;
import java.nio.file.Path;

/** docs/integrations/nginx/nginx.conf. */
@NeedsProgram(value = "nginx", aptPackage = "nginx-light")
class NginxRecipeTest extends ProxyRecipe {
  @Override
  Proxy proxy(Path directory, int agentPort, int servicePort) throws IOException {
    return Proxy.nginx(directory, agentPort, servicePort);
  }
}
