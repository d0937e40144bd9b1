"""Reads what askwell wrote as other programs do, and prints what they make of it as JSON."""

import json
import sys
import xml.etree.ElementTree as ElementTree

from junitparser import JUnitXml, Properties


def junit(path):
    suites = JUnitXml.fromfile(path)
    cases = []
    for suite in suites:
        for case in suite:
            properties = {entry.name: entry.value for group in case.iterchildren(Properties) for entry in group}
            results = [type(result).__name__ for result in case.result]
            said = [result.message or result.text for result in case.result]
            cases.append({"suite": suite.name, "name": case.name, "properties": properties, "results": results, "said": said})
    # What the file counts has to be what stands in it.
    counted = {"tests": suites.tests, "failures": suites.failures, "errors": suites.errors, "skipped": suites.skipped}
    suites.update_statistics()
    recounted = {"tests": suites.tests, "failures": suites.failures, "errors": suites.errors, "skipped": suites.skipped}
    assert counted == recounted, (counted, recounted)
    return {"cases": cases, "counted": counted}


def checkstyle(path):
    root = ElementTree.parse(path).getroot()
    assert root.tag == "checkstyle"
    return [{"file": file.get("name"), **error.attrib} for file in root.iter("file") for error in file.iter("error")]


print(json.dumps({"junit": junit, "checkstyle": checkstyle}[sys.argv[1]](sys.argv[2])))
