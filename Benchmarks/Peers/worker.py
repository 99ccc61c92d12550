"""Measures all peers with one number of threads, which some of them take only
at their start: run.py starts one of these for each."""

import argparse
import json
import statistics

from peers import measure, session, suites
from peers.processors import pin


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--suite", required=True, choices=suites.SUITES)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--library", required=True)
    parser.add_argument("--openblas-library", required=True)
    parser.add_argument("--roof", required=True)
    parser.add_argument("--loop", required=True)
    parser.add_argument("--output", required=True)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--seconds", type=float, required=True)
    parser.add_argument("--shapes", type=str.split, required=True)
    parser.add_argument("--operations", type=lambda text: text.split(","),
                        required=True)
    return parser.parse_args()


def main():
    options = arguments()
    processors = pin(options.threads)
    suite = suites.SUITES[options.suite]
    peers = suite.peers(options)
    ours, *_, roof = peers
    budget = measure.Budget.of(
        0.4 if options.quick else options.seconds, options.threads)
    empty = measure.rounds({"empty": ours.empty_call}, budget)["empty"]

    cases = []
    for shape in options.shapes:
        batch = suite.batch(suites.sizes(shape), suites.ignored(shape))
        reference = suite.reference(batch)
        for operation in options.operations:
            if suites.makes_sense(operation, shape):
                cases.append(session.case(
                    operation, batch, peers, reference, budget))
    with open(options.output, "w") as file:
        json.dump({
            "threads": options.threads,
            "processors": processors,
            "empty call ns": statistics.median(empty),
            "versions": {peer.name: peer.version
                         for peer in peers if peer is not roof},
            "cases": cases,
        }, file)


if __name__ == "__main__":
    main()
