/** What every part of Interline means by the same word: ids, money, external references, versions. */
@NullMarked
package dev.interline.canonical;

import org.jspecify.annotations.NullMarked;
