@NullMarked
package dev.interline.canonical.crm;

import org.jspecify.annotations.NullMarked;
