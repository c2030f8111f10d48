/**
 * Mappings: which field of one system is which of another, as files that are tested, versioned and swapped while the service
 * runs. The packaged file is version 0; a tenant may lay an overlay of its own over it.
 */
@NullMarked
package dev.interline.sdk.mapping;

import org.jspecify.annotations.NullMarked;
