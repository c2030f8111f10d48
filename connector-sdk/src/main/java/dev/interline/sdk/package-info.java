/** What a connector knows about its connections, and how it speaks the canonical language. */
@NullMarked
package dev.interline.sdk;

import org.jspecify.annotations.NullMarked;
