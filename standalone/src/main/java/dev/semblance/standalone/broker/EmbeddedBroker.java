package dev.semblance.standalone.broker;

import dev.semblance.core.ListeningPort;
import dev.semblance.core.OperatorException;
import dev.semblance.messaging.Topics;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** One Kafka node, broker and controller in one (KRaft), on loopback, with all topics of Semblance. */
public final class EmbeddedBroker implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final int NODE_ID = 1;
    private static final String CONTROLLER = "CONTROLLER";
    private static final String LISTENER = "PLAINTEXT";
    private static final String DETOUR = "DETOUR";

    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedBroker(KafkaRaftServer server, int port) {
        this.server = server;
        this.port = port;
    }

    /**
     * A second way to the broker, through something that passes connections on. Clients that come by it are told to
     * stay on it.
     *
     * @param port that connections are passed on to
     * @param entrance port of loopback that clients connect to
     */
    public record Detour(int port, int entrance) {}

    /**
     * Starts the node and creates the topics that are missing.
     *
     * @param port port to listen on; 0 for any free one
     * @param data folder of its log; what lies there is served again
     * @param imagePartitions partitions of the image topic, if it has to be created
     * @throws OperatorException if the port is taken or the folder cannot be used
     */
    public static EmbeddedBroker start(int port, Path data, int imagePartitions) {
        return start(port, data, imagePartitions, Optional.empty());
    }

    /** As above, with a second way to it. */
    public static EmbeddedBroker start(int port, Path data, int imagePartitions, Optional<Detour> detour) {
        int listening = port == 0 ? freePort() : port;
        ListeningPort.requireFree(HOST, listening, "the Kafka broker", "choose another");
        format(data);
        KafkaRaftServer server =
                new KafkaRaftServer(new KafkaConfig(properties(listening, detour, data), false), Time.SYSTEM);
        server.startup();
        EmbeddedBroker broker = new EmbeddedBroker(server, listening);
        try (Topics topics = new Topics(broker.bootstrap())) {
            topics.create(imagePartitions);
        }
        return broker;
    }

    /** Address for clients. */
    public String bootstrap() {
        return "localhost:" + port;
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new OperatorException("no port is free: " + e.getMessage(), e);
        }
    }

    /** Prepares a folder that is new; one that holds a log stays as it is. */
    private static void format(Path data) {
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        try {
            Files.createDirectories(data);
            new Formatter()
                    .setNodeId(NODE_ID)
                    .setClusterId(Uuid.randomUuid().toString())
                    .addDirectory(data.toString())
                    .setMetadataLogDirectory(data.toString())
                    .setControllerListenerName(CONTROLLER)
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setPrintStream(new PrintStream(PrintStream.nullOutputStream()))
                    .run();
        } catch (Exception e) {
            throw new OperatorException("cannot use folder " + data + " for the Kafka broker: " + e, e);
        }
    }

    private static Properties properties(int port, Optional<Detour> detour, Path data) {
        int controllerPort = freePort();
        Properties properties = new Properties();
        properties.setProperty("process.roles", "broker,controller");
        properties.setProperty("node.id", Integer.toString(NODE_ID));
        properties.setProperty("controller.quorum.voters", NODE_ID + "@" + HOST + ":" + controllerPort);
        properties.setProperty("controller.listener.names", CONTROLLER);
        List<String> listeners = new ArrayList<>(List.of(LISTENER + "://" + HOST + ":" + port));
        List<String> advertised = new ArrayList<>(List.of(LISTENER + "://localhost:" + port));
        List<String> protocols = new ArrayList<>(List.of(LISTENER + ":PLAINTEXT", CONTROLLER + ":PLAINTEXT"));
        if (detour.isPresent()) {
            listeners.add(DETOUR + "://" + HOST + ":" + detour.get().port());
            advertised.add(DETOUR + "://localhost:" + detour.get().entrance());
            protocols.add(DETOUR + ":PLAINTEXT");
        }
        listeners.add(CONTROLLER + "://" + HOST + ":" + controllerPort);
        properties.setProperty("listeners", String.join(",", listeners));
        properties.setProperty("advertised.listeners", String.join(",", advertised));
        properties.setProperty("listener.security.protocol.map", String.join(",", protocols));
        properties.setProperty("log.dirs", data.toString());
        properties.setProperty("auto.create.topics.enable", "false");
        properties.setProperty("default.replication.factor", "1");
        properties.setProperty("offsets.topic.replication.factor", "1");
        properties.setProperty("offsets.topic.num.partitions", "4");
        properties.setProperty("transaction.state.log.replication.factor", "1");
        properties.setProperty("transaction.state.log.min.isr", "1");
        properties.setProperty("transaction.state.log.num.partitions", "4");
        properties.setProperty("group.initial.rebalance.delay.ms", "0");
        return properties;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }
}
