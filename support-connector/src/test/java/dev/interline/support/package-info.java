/** The connector against what Zendesk sends and answers, and against what it never should. */
@NullMarked
package dev.interline.support;

import org.jspecify.annotations.NullMarked;
