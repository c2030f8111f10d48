/** What a connector says of the records it reads on its own account; the rest is the same for all of them. */
@NullMarked
package dev.interline.sdk.sync;

import org.jspecify.annotations.NullMarked;
