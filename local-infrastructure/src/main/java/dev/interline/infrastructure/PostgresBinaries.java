package dev.interline.infrastructure;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** The PostgreSQL programs for this machine, unpacked once per user and version from the archive that Maven brought. */
final class PostgresBinaries {
    private static final String CHOOSE_ANOTHER_MACHINE =
            " Interline brings PostgreSQL for Linux (x86_64, aarch64) and macOS (x86_64, arm64).";
    private static final int OWNER_MAY_EXECUTE = 0100;

    private final Path home;

    private PostgresBinaries(Path home) {
        this.home = home;
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    static PostgresBinaries unpacked() {
        return unpackedBelow(cacheDirectory());
    }

    static PostgresBinaries unpackedBelow(Path cache) {
        String archive = archiveName(ChildProcess.operatingSystem(), System.getProperty("os.arch"));
        try {
            Path home = cache.resolve("postgres-" + fingerprint(archive));
            if (!Files.isDirectory(home)) {
                unpack(archive, cache, home);
            }
            return new PostgresBinaries(home);
        } catch (IOException e) {
            throw new InfrastructureFailure(
                    "PostgreSQL could not be unpacked below " + cache + ": " + e.getMessage()
                            + ". Check free space and permissions, or name another folder by XDG_CACHE_HOME.",
                    e);
        }
    }

    private static Path cacheDirectory() {
        String xdg = System.getenv("XDG_CACHE_HOME");
        Path base = xdg == null || xdg.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(xdg);
        return base.resolve("interline");
    }

    static String archiveName(String operatingSystem, String architecture) {
        String cpu =
                switch (architecture) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    default ->
                        throw new InfrastructureFailure("There is no PostgreSQL for processors of type " + architecture
                                + "." + CHOOSE_ANOTHER_MACHINE);
                };
        if (operatingSystem.startsWith("linux")) {
            return "postgres-linux-" + cpu + ".txz";
        }
        if (operatingSystem.startsWith("mac")) {
            return "postgres-darwin-" + cpu + ".txz";
        }
        throw new InfrastructureFailure("There is no PostgreSQL for " + operatingSystem + "." + CHOOSE_ANOTHER_MACHINE);
    }

    private static InputStream open(String archive) {
        InputStream stream = PostgresBinaries.class.getResourceAsStream("/" + archive);
        if (stream == null) {
            throw new InfrastructureFailure("The PostgreSQL archive " + archive + " is not on the class path. Build"
                    + " again on this machine: Maven picks the archive that fits the processor it runs on.");
        }
        return new BufferedInputStream(stream, 1 << 16);
    }

    private static String fingerprint(String archive) throws IOException {
        try (var in = new DigestInputStream(open(archive), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Unpacks beside the target and renames, so that a half-unpacked home never exists and two JVMs may race. */
    private static void unpack(String archive, Path cache, Path home) throws IOException {
        Files.createDirectories(cache);
        Path fresh = Files.createTempDirectory(cache, "unpacking-");
        try {
            extract(archive, fresh);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
        } finally {
            TemporaryFolder.deleteTree(fresh);
        }
    }

    private static void extract(String archive, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(open(archive)))) {
            TarArchiveEntry entry = tar.getNextEntry();
            while (entry != null) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("the archive has an entry outside of itself: " + entry.getName());
                }
                write(tar, entry, path);
                entry = tar.getNextEntry();
            }
        }
    }

    private static void write(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            createLink(path, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(tar, path, StandardCopyOption.REPLACE_EXISTING);
        if ((entry.getMode() & OWNER_MAY_EXECUTE) != 0) {
            Set<PosixFilePermission> permissions = PosixFilePermissions.fromString("rwxr-xr-x");
            Files.setPosixFilePermissions(path, permissions);
        }
    }

    private static void createLink(Path path, Path target) throws IOException {
        try {
            Files.createSymbolicLink(path, target);
        } catch (FileAlreadyExistsException again) {
            Files.delete(path);
            Files.createSymbolicLink(path, target);
        }
    }
}
