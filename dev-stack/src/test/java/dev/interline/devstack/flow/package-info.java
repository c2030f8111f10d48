/** The whole of Interline from outside: packaged services, real Kafka and PostgreSQL, the providers' sandbox. */
@NullMarked
package dev.interline.devstack.flow;

import org.jspecify.annotations.NullMarked;
