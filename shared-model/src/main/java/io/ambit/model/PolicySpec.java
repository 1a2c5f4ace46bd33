package io.ambit.model;

/** What an operator can say about one object. */
public sealed interface PolicySpec
    permits Budget, RegionDeclaration, FailoverPolicy, SafetyRules, SpillTable, WriteHome {}
