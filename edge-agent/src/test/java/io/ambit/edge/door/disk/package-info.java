/** What the disk keeps, loses and refuses, on a real file system. */
@NullMarked
package io.ambit.edge.door.disk;

import org.jspecify.annotations.NullMarked;
