/** What the documents say, held against what is there. */
@NullMarked
package dev.interline.devstack.docs;

import org.jspecify.annotations.NullMarked;
