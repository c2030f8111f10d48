package dev.interline.infrastructure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A TCP port on 127.0.0.1. */
public final class LoopbackPort {
    private static final int CONNECT_TIMEOUT_MILLIS = 250;

    private LoopbackPort() {}

    /**
     * Whether a server could listen on the port now.
     *
     * @param port 1..65535
     */
    public static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    /**
     * Whether something accepts connections on the port.
     *
     * @param port 1..65535
     */
    public static boolean answers(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_TIMEOUT_MILLIS);
            return true;
        } catch (IOException nobodyThere) {
            return false;
        }
    }

    /** A port that was free a moment ago; another process may take it before the caller does. */
    public static int anyFree() {
        try (var socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("no free port on 127.0.0.1", e);
        }
    }

    static void require(int port, String forWhat) {
        if (!isFree(port)) {
            throw new InfrastructureFailure("Port " + port + " for " + forWhat
                    + " is taken by another process. End that process or choose another port (0 picks a free one).");
        }
    }
}
