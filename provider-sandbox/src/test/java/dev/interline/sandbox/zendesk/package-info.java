/** Zendesk side, driven by zendesk-java-client. */
@NullMarked
package dev.interline.sandbox.zendesk;

import org.jspecify.annotations.NullMarked;
