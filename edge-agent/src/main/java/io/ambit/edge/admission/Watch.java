package io.ambit.edge.admission;

/** What the loop knows all buckets by: which were asked for, and how many are divided. */
record Watch(Asked asked, Division division) {
  Watch() {
    this(new Asked(), new Division());
  }
}
