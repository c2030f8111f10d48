/** Where the keys of credentials come from, and which secrets are not accepted. */
@NullMarked
package dev.interline.runtime.credential;

import org.jspecify.annotations.NullMarked;
