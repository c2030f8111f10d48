package dev.interline.testkit.network;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Passes TCP on from a port of its own to a target, until told to fail. Faults strike answers, so whatever they do the
 * target has had the request: what was asked for has happened, and only the asker does not know.
 */
public final class TcpFaultProxy implements AutoCloseable {

    private static final int CHUNK = 8192;

    private final InetSocketAddress target;
    private final int port;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private ServerSocket server;
    private @Nullable Fault next;
    private int left;

    /** What happens to an answer. */
    public sealed interface Fault {

        /** The asker's connection is reset after that many bytes of the answer; 0 for none of it. */
        record Reset(int afterBytes) implements Fault {}

        /** The answer ends after that many bytes as if it were whole; the other direction stays open. */
        record HalfClose(int afterBytes) implements Fault {}

        /** The answer comes that much later. */
        record Delay(Duration by) implements Fault {}
    }

    private TcpFaultProxy(InetSocketAddress target) throws IOException {
        this.target = target;
        this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        this.port = server.getLocalPort();
        accept(server);
    }

    /** A proxy on a free port of the loopback address. */
    public static TcpFaultProxy to(String host, int port) {
        try {
            return new TcpFaultProxy(new InetSocketAddress(host, port));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Where it listens. */
    public int port() {
        return port;
    }

    /** The next {@code times} answers meet the fault; earlier orders are forgotten. */
    public synchronized void fail(Fault fault, int times) {
        next = fault;
        left = times;
    }

    /** How many of the ordered faults have not struck yet. */
    public synchronized int outstanding() {
        return left;
    }

    /** Ends all connections and refuses new ones until {@link #mend}. */
    public synchronized void cut() {
        try {
            server.close();
            open.forEach(TcpFaultProxy::reset);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Passes on as in the beginning. */
    public synchronized void mend() {
        next = null;
        left = 0;
        if (!server.isClosed()) {
            return;
        }
        try {
            ServerSocket again = new ServerSocket();
            again.setReuseAddress(true);
            again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            server = again;
            accept(again);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        cut();
    }

    private void accept(ServerSocket listening) {
        Thread.ofVirtual().name("fault-proxy-" + port).start(() -> {
            while (!listening.isClosed()) {
                try {
                    connect(listening.accept());
                } catch (IOException closing) {
                    // The loop ends when the server was closed; one connection that fails is no reason.
                }
            }
        });
    }

    private void connect(Socket asker) throws IOException {
        Socket answering = new Socket();
        try {
            answering.connect(target);
        } catch (IOException unreachable) {
            reset(asker);
            throw unreachable;
        }
        open.add(asker);
        open.add(answering);
        Thread.ofVirtual().start(() -> pass(asker, answering, false));
        Thread.ofVirtual().start(() -> pass(answering, asker, true));
    }

    private void pass(Socket from, Socket to, boolean answers) {
        byte[] chunk = new byte[CHUNK];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                Fault fault = answers ? due() : null;
                switch (fault) {
                    case null -> out.write(chunk, 0, read);
                    case Fault.Delay delay -> {
                        LockSupport.parkNanos(delay.by().toNanos());
                        out.write(chunk, 0, read);
                    }
                    case Fault.Reset reset -> {
                        out.write(chunk, 0, Math.min(read, reset.afterBytes()));
                        reset(to);
                        return;
                    }
                    case Fault.HalfClose half -> {
                        out.write(chunk, 0, Math.min(read, half.afterBytes()));
                        to.shutdownOutput();
                        in.transferTo(OutputStream.nullOutputStream());
                        return;
                    }
                }
            }
        } catch (IOException ended) {
            // One side is gone; the other is closed with it.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    private synchronized @Nullable Fault due() {
        if (left == 0) {
            return null;
        }
        left--;
        return next;
    }

    /** Closes with RST instead of FIN. */
    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException alreadyClosed) {
            // That is what was wanted.
        }
    }
}
