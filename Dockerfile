# One image per tier, from one file:
#
#   docker build --build-arg MODULE=edge-agent -t ambit/edge-agent:0.1.0-SNAPSHOT .
#
# MODULE is edge-agent, regional-controller or global-arbiter.

FROM maven:3.9.16-eclipse-temurin-25-noble AS build
WORKDIR /source
COPY . .
# All three at once, before MODULE is known, so that the three images share this layer.
RUN --mount=type=cache,target=/root/.m2 \
    mvn -B -ntp -pl edge-agent,regional-controller,global-arbiter -am \
        -DskipTests -Dspotless.check.skip=true package

FROM eclipse-temurin:25.0.4_7-jre-noble AS layers
ARG MODULE
WORKDIR /layers
COPY --from=build /source/${MODULE}/target/${MODULE}-*-exec.jar application.jar
RUN java -Djarmode=tools -jar application.jar extract --layers --destination extracted

FROM eclipse-temurin:25.0.4_7-jre-noble
ARG MODULE
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Ambit ${MODULE}" \
      org.opencontainers.image.description="A hierarchical edge, region, global control plane" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="docker.io/library/eclipse-temurin:25.0.4_7-jre-noble"

WORKDIR /application
COPY --from=layers /layers/extracted/dependencies/ ./
COPY --from=layers /layers/extracted/spring-boot-loader/ ./
COPY --from=layers /layers/extracted/snapshot-dependencies/ ./
COPY --from=layers /layers/extracted/application/ ./

# In a container the listeners are reached from outside it; on a bare machine they are not.
ENV SERVER_ADDRESS=0.0.0.0 \
    MANAGEMENT_SERVER_ADDRESS=0.0.0.0 \
    AMBIT_DATADIRECTORY=/var/lib/ambit

# The training run that fills the class-data archive. It happens here, on the very JVM and the very files the
# archive will be used with: the JVM ignores an archive whose classpath has another path or another time stamp.
# It stops as the context is refreshed, before anything connects. Its names and addresses are never used.
RUN AMBIT_NODE=training AMBIT_REGION=training AMBIT_DATADIRECTORY=/tmp/training \
    AMBIT_KAFKA_REGIONAL_BOOTSTRAPSERVERS=127.0.0.1:1 AMBIT_KAFKA_GLOBAL_BOOTSTRAPSERVERS=127.0.0.1:1 \
    java -XX:+UseG1GC --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \
         -XX:ArchiveClassesAtExit=application.jsa -Dspring.context.exit=onRefresh -jar application.jar \
    && test -s application.jsa \
    && rm -rf /tmp/training \
    && install -d -o 65532 -g 65532 -m 0700 /var/lib/ambit

# Numeric, so that Kubernetes can see it is not root. Only /var/lib/ambit and /tmp need to be writable.
USER 65532:65532
EXPOSE 8080 9080 7080

# The collector is named because the JVM would choose the serial one below two cores or 1,792 MB. About a third of
# the memory is heap: some 190 MiB hold classes, compiled code, threads and buffers, however small the container is.
# The two long options keep newer JVMs from warning of what Netty and Protobuf still do.
ENTRYPOINT ["java", \
    "-XX:+UseG1GC", \
    "-XX:MaxRAMPercentage=35", \
    "-XX:+ExitOnOutOfMemoryError", \
    "-XX:SharedArchiveFile=application.jsa", \
    "--enable-native-access=ALL-UNNAMED", \
    "--sun-misc-unsafe-memory-access=allow", \
    "-jar", "application.jar"]
