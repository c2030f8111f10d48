/** What the probes ask: is it alive, may it be sent work, and if not, why. */
@NullMarked
package dev.interline.runtime.health;

import org.jspecify.annotations.NullMarked;
