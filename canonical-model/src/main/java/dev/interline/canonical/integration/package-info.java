/** What Interline says about its own work: command results and routing decisions. */
@NullMarked
package dev.interline.canonical.integration;

import org.jspecify.annotations.NullMarked;
