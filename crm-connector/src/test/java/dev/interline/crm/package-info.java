@NullMarked
package dev.interline.crm;

import org.jspecify.annotations.NullMarked;
