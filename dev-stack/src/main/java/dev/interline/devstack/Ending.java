package dev.interline.devstack;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** Stops the stack when {@code up} ends, on whatever way it ends, unless it was told to leave the stack running. */
final class Ending implements Runnable {
    private final DataDirectory directory;
    private final PrintStream out;
    private final Thread hook = new Thread(this, "interline-ending");
    private final AtomicBoolean done = new AtomicBoolean();

    Ending(DataDirectory directory, PrintStream out) {
        this.directory = directory;
        this.out = out;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Leaves the stack running. */
    void cancel() {
        if (done.compareAndSet(false, true)) {
            forgetLauncher();
        }
    }

    /** Blocks for good when the stack is being stopped on purpose: what fails then is no news. */
    void waitIfBegun() throws InterruptedException {
        if (done.get()) {
            new CountDownLatch(1).await();
        }
    }

    @Override
    public void run() {
        if (!done.compareAndSet(false, true)) {
            return;
        }
        out.println();
        out.println("Stopping ...");
        int ended = new StackShutdown(directory, out).run();
        forgetLauncher();
        out.println("Stopped (" + ended + " processes). The data stay in " + directory.root() + ".");
    }

    private void forgetLauncher() {
        new ProcessRegistry(directory.run()).forget(StackShutdown.LAUNCHER);
    }
}
