/**
 * Where the writes of a tenant belong, and how they move from one region to another without two
 * regions ever writing under one epoch: the steps of a move, and what the arbiter may conclude from
 * the reports of regions about what edges know. Pure: time is an argument, answers are values.
 */
@NullMarked
package io.ambit.home;

import org.jspecify.annotations.NullMarked;
