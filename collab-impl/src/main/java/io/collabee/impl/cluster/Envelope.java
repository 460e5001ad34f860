package io.collabee.impl.cluster;

/**
 * A message and who sent it.
 *
 * @param node the sender; every start of a node is a new one
 * @param message what it says
 */
public record Envelope(NodeId node, BusMessage message) {}
