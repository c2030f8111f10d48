package dev.interline.testkit.route;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the channels of one service are bound to, by the {@code application.properties} beside its routes. */
final class Channels {

    private static final Pattern CHANNEL = Pattern.compile("\\{\\{(channel\\.[a-z0-9]+(?:-[a-z0-9]+)*)}}");

    private final Properties properties;
    private final boolean known;

    private Channels(Properties properties, boolean known) {
        this.properties = properties;
        this.known = known;
    }

    /** @param routes the folder of the routes: {@code src/main/resources/camel} */
    static Channels beside(Path routes) {
        Properties properties = new Properties();
        Path parent = routes.toAbsolutePath().normalize().getParent();
        Path file = parent == null ? null : parent.resolve("application.properties");
        if (file == null || !Files.isRegularFile(file)) {
            return new Channels(properties, false);
        }
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
            return new Channels(properties, true);
        } catch (IOException broken) {
            throw new UncheckedIOException(file + " cannot be read", broken);
        }
    }

    /** The property an endpoint stands for, if it is a channel and nothing but a channel. */
    static Optional<String> propertyOf(String uri) {
        Matcher channel = CHANNEL.matcher(uri);
        return channel.matches() ? Optional.of(channel.group(1)) : Optional.empty();
    }

    /** Whether somebody says what a channel is bound to, and this one is not among them. */
    boolean isUnbound(String property) {
        return known && !properties.containsKey(property);
    }

    /** The scheme the channel is bound to; empty if nobody says. */
    String schemeOf(String property) {
        String target = properties.getProperty(property, "");
        int colon = target.indexOf(':');
        return colon < 0 ? "" : target.substring(0, colon).strip().toLowerCase(Locale.ROOT);
    }

    /** Whether what comes from there may come twice and belongs to one transaction: a topic, not a lane. */
    boolean bringsEvents(String uri) {
        String property = propertyOf(uri).orElse("");
        return uri.startsWith("events:")
                || property.endsWith("-events")
                || property.endsWith("-results")
                || schemeOf(property).equals("events");
    }
}
