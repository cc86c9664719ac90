package dev.semblance.core;

import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Checks a port before a server is started on it: servers tell of a taken port late, loudly, or not at all. */
public final class ListeningPort {
    private ListeningPort() {}

    /**
     * Checks that a server could listen there.
     *
     * @param port 0 stands for any free port, which is always to be had
     * @param what is to listen there, for the message
     * @param remedy what to do if the port is taken, for the message
     * @throws OperatorException if the port is taken, or the address is not one of this machine's
     */
    public static void requireFree(String host, int port, String what, String remedy) {
        try (ServerSocket socket = new ServerSocket()) {
            InetSocketAddress address = new InetSocketAddress(host, port);
            if (address.isUnresolved()) {
                throw new UnknownHostException(host);
            }
            socket.bind(address);
        } catch (BindException e) {
            throw new OperatorException(
                    "port " + port + " of " + host + " for " + what + " is in use or not ours (" + e.getMessage()
                            + "): " + remedy,
                    e);
        } catch (IOException e) {
            throw new OperatorException("cannot listen on " + host + ":" + port + " for " + what + ": " + e, e);
        }
    }
}
