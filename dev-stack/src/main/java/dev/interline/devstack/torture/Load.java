package dev.interline.devstack.torture;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Lets the companies live: several senders, each with one company at a time, evenly over the planned time, until as much
 * was sent as planned and nobody needs more of it.
 */
final class Load implements AutoCloseable {
    private static final int SENDERS = 6;
    /** How long somebody who waits for a fail point may wait for the next event, when all that was planned is sent. */
    private static final long TRICKLE_NANOS = 300_000_000L;

    private static final long BURST_NANOS = 1_000_000_000L;

    final AtomicInteger reordered = new AtomicInteger();

    private final TorturePlan plan;
    private final Stripe stripe;
    private final People people;
    private final long now;
    private final List<Company> companies = Collections.synchronizedList(new ArrayList<>());
    private final LinkedBlockingQueue<Company> free = new LinkedBlockingQueue<>();
    private final ConcurrentLinkedQueue<StripeEvent> late = new ConcurrentLinkedQueue<>();
    private final AtomicLong nextSlot = new AtomicLong();
    private final AtomicBoolean needed = new AtomicBoolean(true);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<CompletableFuture<Void>> running = new ArrayList<>();

    Load(TorturePlan plan, Stripe stripe, People people, long nowSeconds) {
        this.plan = plan;
        this.stripe = stripe;
        this.people = people;
        this.now = nowSeconds;
        List<Company> all = new ArrayList<>();
        for (int i = 0; i < plan.companies(); i++) {
            all.add(newCompany());
        }
        Collections.shuffle(all, new Random(plan.seed()));
        free.addAll(all);
    }

    private Company newCompany() {
        synchronized (companies) {
            int index = companies.size();
            String tenant = TorturePlan.TENANTS.get(index % TorturePlan.TENANTS.size());
            var company = new Company(tenant, "c" + index, plan.seed() * 31 + index, now);
            companies.add(company);
            return company;
        }
    }

    /** Every company that ever lived. */
    List<Company> companies() {
        synchronized (companies) {
            return List.copyOf(companies);
        }
    }

    /** Whether as much was sent as planned. */
    boolean planned() {
        return stripe.sent.sum() + people.acts() >= plan.webhooks();
    }

    void start() {
        nextSlot.set(System.nanoTime());
        for (int i = 0; i < SENDERS; i++) {
            Random random = new Random(plan.seed() * 17 + i);
            running.add(CompletableFuture.runAsync(() -> send(random), threads));
        }
        running.add(CompletableFuture.runAsync(this::act, threads));
    }

    /** Nobody needs more than what was planned; returns when that is sent. */
    void finish() {
        needed.set(false);
        try {
            running.forEach(CompletableFuture::join);
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof RuntimeException unchecked ? unchecked : failed;
        }
        late.forEach(stripe::duplicate);
        late.clear();
    }

    /** A customer of whom billing's connector must ask Stripe, as it buys before anybody says who it is. */
    void newcomer() {
        Company company = newCompany();
        threads.execute(() -> {
            company.next().reversed().forEach(stripe::deliver);
            company.next().forEach(stripe::deliver);
            free.add(company);
        });
    }

    private void send(Random random) {
        while (needed.get() || !planned()) {
            pace();
            Company company = take();
            try {
                live(company, random);
            } finally {
                free.add(company);
            }
        }
    }

    private Company take() {
        try {
            return free.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("broken off", e);
        }
    }

    private void live(Company company, Random random) {
        List<StripeEvent> events = company.next();
        if (events.size() > 1) {
            reordered.addAndGet(events.size());
        }
        for (StripeEvent event : events) {
            // More than of 100 sent 20 here, as the phases that measure send each event once.
            boolean again = random.nextDouble() < TorturePlan.DUPLICATES * 1.6;
            switch (again ? random.nextInt(3) : -1) {
                case 0 -> {
                    CompletableFuture<Void> other = CompletableFuture.runAsync(() -> stripe.duplicate(event), threads);
                    stripe.deliver(event);
                    other.join();
                }
                case 1 -> {
                    stripe.deliver(event);
                    stripe.duplicate(event);
                }
                case 2 -> {
                    stripe.deliver(event);
                    late.add(event);
                }
                default -> stripe.deliver(event);
            }
        }
        StripeEvent old = random.nextInt(8) == 0 ? late.poll() : null;
        if (old != null) {
            stripe.duplicate(old);
        }
        if (random.nextDouble() < TorturePlan.FORGED * 1.4) {
            stripe.forge(company.forged());
        }
    }

    private void act() {
        while (needed.get() || !planned()) {
            people.act();
            // One in six is an act at HubSpot or Zendesk.
            LockSupport.parkNanos(interval() * 6);
        }
    }

    private long interval() {
        return planned() ? TRICKLE_NANOS : plan.load().toNanos() / plan.webhooks();
    }

    private void pace() {
        // A turn sends a little more than one webhook. What could not be sent in time is not made up for at once.
        long step = interval() * 3 / 2;
        long now = System.nanoTime();
        long slot = nextSlot.getAndUpdate(next -> Math.max(next, now - BURST_NANOS) + step);
        LockSupport.parkNanos(slot - now);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
