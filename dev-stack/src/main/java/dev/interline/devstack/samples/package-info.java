/** What becomes of recorded webhooks: a folder of them through the real ingress, and a table of outcomes. */
@NullMarked
package dev.interline.devstack.samples;

import org.jspecify.annotations.NullMarked;
