package dev.interline.testkit.route;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.apache.camel.support.processor.idempotent.MemoryIdempotentRepository;
import org.jspecify.annotations.Nullable;

/**
 * The third stage: the routes of one service are loaded by Camel itself and started in a context that is thrown away.
 * Channels and everything with an effect are stubs; {@code direct:} is real.
 */
final class DryLoad {

    private static final List<String> STUBS =
            List.of("channel", "bean", "provider", "mapping", "outbox", "events", "lane", "log", "timer");
    private static final Pattern LINE = Pattern.compile("line:?\\s+(\\d{1,6})");

    private DryLoad() {}

    /** @param findingsOf where the findings of a file go */
    static void check(List<RouteFile> files, Function<RouteFile, Findings> findingsOf) {
        try (DefaultCamelContext context = context()) {
            boolean loaded = true;
            for (RouteFile file : files) {
                loaded &= load(context, file, findingsOf.apply(file));
            }
            if (loaded) {
                start(context, files, findingsOf);
            }
        } catch (Exception broken) {
            throw new IllegalStateException("The context for the dry load could not be made or ended", broken);
        }
    }

    private static DefaultCamelContext context() throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        context.disableJMX();
        STUBS.forEach(scheme -> context.addComponent(scheme, new StubComponent()));
        context.getRegistry().bind("inbox", MemoryIdempotentRepository.memoryIdempotentRepository(1));
        context.getPropertiesComponent().addPropertiesSource(new StubbedChannels());
        context.addRoutesConfigurations(new RouteConfigurationBuilder() {
            @Override
            public void configuration() {
                RoutePolicy.CONFIGURATIONS.forEach(id -> routeConfiguration(id).errorHandler(noErrorHandler()));
            }
        });
        return context;
    }

    private static boolean load(DefaultCamelContext context, RouteFile file, Findings findings) {
        Resource resource = ResourceHelper.fromString(file.path().getFileName().toString(), file.yaml());
        try {
            PluginHelper.getRoutesLoader(context).loadRoutes(resource);
            return true;
        } catch (Exception broken) {
            findings.add(line(broken), "dry-load", "Camel cannot load it: " + reason(broken), "mend it as Camel says");
            return false;
        }
    }

    private static void start(
            DefaultCamelContext context, List<RouteFile> files, Function<RouteFile, Findings> findingsOf) {
        try {
            context.start();
        } catch (Exception broken) {
            String id = routeId(broken);
            List<RouteFile> named =
                    files.stream().filter(file -> file.routeId().equals(id)).toList();
            for (RouteFile file : named.isEmpty() ? files.subList(0, 1) : named) {
                findingsOf
                        .apply(file)
                        .add(
                                line(broken),
                                "dry-load",
                                "Camel cannot start " + (named.isEmpty() ? "the routes beside it: " : "it: ")
                                        + reason(broken),
                                "mend it as Camel says");
            }
            return;
        }
        for (RouteFile file : files) {
            if (context.getRoute(file.routeId()) == null) {
                findingsOf
                        .apply(file)
                        .add(
                                0,
                                "dry-load",
                                "Camel started without it and said nothing",
                                "mend the id or the file name");
            }
        }
    }

    private static String routeId(Exception broken) {
        for (Throwable cause : causes(broken)) {
            if (cause instanceof FailedToCreateRouteException create && create.getRouteId() != null) {
                return create.getRouteId();
            }
            if (cause instanceof FailedToStartRouteException start && start.getRouteId() != null) {
                return start.getRouteId();
            }
        }
        return "";
    }

    private static int line(Exception broken) {
        return causes(broken).stream()
                .map(cause -> LINE.matcher(String.valueOf(cause.getMessage())))
                .filter(Matcher::find)
                .map(found -> Integer.parseInt(found.group(1)))
                .findFirst()
                .orElse(0);
    }

    /** The innermost cause says what is wrong; the outer ones quote the whole route. */
    private static String reason(Exception broken) {
        List<Throwable> causes = causes(broken);
        Throwable innermost = causes.get(causes.size() - 1);
        String text = Optional.ofNullable(innermost.getMessage())
                .flatMap(message -> message.lines().findFirst())
                .orElse("");
        return text.isEmpty() ? innermost.getClass().getSimpleName() : text;
    }

    private static List<Throwable> causes(Exception broken) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = broken; cause != null && !causes.contains(cause); cause = cause.getCause()) {
            causes.add(cause);
        }
        return causes;
    }

    /** Every channel is bound to a stub of its name. */
    private static final class StubbedChannels implements PropertiesSource {

        @Override
        public String getName() {
            return "stubbed-channels";
        }

        @Override
        public @Nullable String getProperty(String name) {
            return name.startsWith("channel.") ? "channel:" + name.substring("channel.".length()) : null;
        }
    }
}
