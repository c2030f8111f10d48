/** The commands of whoever keeps Interline up: they call the admin API of the services. */
@NullMarked
package dev.interline.devstack.operate;

import org.jspecify.annotations.NullMarked;
