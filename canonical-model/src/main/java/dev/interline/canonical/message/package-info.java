/** How a meaning travels: the CloudEvents envelope, the catalogue of message types, topics and JSON Schemas. */
@NullMarked
package dev.interline.canonical.message;

import org.jspecify.annotations.NullMarked;
