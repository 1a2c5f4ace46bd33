/** Receipts and settlements, against a real gate. */
@NullMarked
package io.ambit.edge.settlement;

import org.jspecify.annotations.NullMarked;
