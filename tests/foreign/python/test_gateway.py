"""A hospital system in Python talks to a real gateway: Debian's python3-grpcio, no generated code.

The messages come from the descriptor set that the gateway carries (MEDAID_PROTOSET), as a hospital would load it, those of
health by reflection, as grpcurl loads them; the addresses come from MEDAID_GRPC and MEDAID_HTTP, samples from MEDAID_ROOT.
Ends on the line `N passed, N failed`.
"""
import json
import os
import sys
import unittest
import urllib.request

import grpc
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory

SERVICE = "medaid.settlement.v1.SettlementService"
SECONDS = 240


def reflection_file(version):
    """As much of the standard reflection service as is asked here; its fields never change their numbers."""
    kinds = descriptor_pb2.FieldDescriptorProto
    file = descriptor_pb2.FileDescriptorProto(
        name=f"reflection_{version}.proto", package=f"grpc.reflection.{version}", syntax="proto3")
    for name, fields in {
        "ServerReflectionRequest": [("file_containing_symbol", 4, ""), ("list_services", 7, "")],
        "ServerReflectionResponse": [("file_descriptor_response", 4, "Files"), ("list_services_response", 6, "Services")],
        "Files": [("file_descriptor_proto", 1, "bytes")],
        "Services": [("service", 1, "Service")],
        "Service": [("name", 1, "")],
    }.items():
        described = file.message_type.add(name=name)
        for field, number, of in fields:
            added = described.field.add(name=field, number=number, label=kinds.LABEL_OPTIONAL, type=kinds.TYPE_STRING)
            if of == "bytes":
                added.type, added.label = kinds.TYPE_BYTES, kinds.LABEL_REPEATED
            elif of:
                added.type, added.type_name = kinds.TYPE_MESSAGE, f".{file.package}.{of}"
                added.label = kinds.LABEL_REPEATED if of == "Service" else kinds.LABEL_OPTIONAL
            elif name.endswith("Request"):
                added.oneof_index = 0
        if name.endswith("Request"):
            described.oneof_decl.add(name="message_request")
    return file


def load_pool():
    pool = descriptor_pool.DescriptorPool()
    pool.Add(reflection_file("v1"))
    pool.Add(reflection_file("v1alpha"))
    with open(os.environ["MEDAID_PROTOSET"], "rb") as protoset:
        files = descriptor_pb2.FileDescriptorSet.FromString(protoset.read()).file
    for file in files:
        pool.Add(file)
    return pool


POOL = load_pool()
FACTORY = message_factory.MessageFactory(POOL)


def message(name, **fields):
    return FACTORY.GetPrototype(POOL.FindMessageTypeByName(name))(**fields)


def sample(request_id):
    path = os.path.join(os.environ["MEDAID_ROOT"], "samples", "dialysis-visit.json")
    with open(path, encoding="utf-8") as file:
        request = json_format.Parse(file.read(), message("medaid.settlement.v1.SettleRequest"))
    request.request_id = request_id
    request.visit.visit_id = "V-" + request_id[-28:]
    return request


def reverse(request_id, settlement_id):
    return message(
        "medaid.settlement.v1.ReverseRequest", request_id=request_id, hospital_code="H14112300101", settlement_id=settlement_id,
        reason="录入错误")


def details_of(error):
    """The google.rpc details of a failed call, by the last word of their type."""
    metadata = {key: value for key, value in error.trailing_metadata()}
    status = message("google.rpc.Status")
    status.ParseFromString(metadata["grpc-status-details-bin"])
    found = {}
    for packed in status.details:
        name = packed.TypeName()
        detail = message(name)
        packed.Unpack(detail)
        found[name.rsplit(".", 1)[1]] = detail
    return found


class GatewayTests(unittest.TestCase):
    def setUp(self):
        self.channel = grpc.insecure_channel(os.environ["MEDAID_GRPC"])
        self.addCleanup(self.channel.close)

    def call(self, service, method, request, compression=None):
        described = POOL.FindServiceByName(service).methods_by_name[method]
        answer = FACTORY.GetPrototype(described.output_type)
        return self.channel.unary_unary(
            f"/{service}/{method}", request_serializer=type(request).SerializeToString,
            response_deserializer=answer.FromString)(request, timeout=SECONDS, compression=compression)

    def settlement(self, method, request, compression=None):
        return self.call(SERVICE, method, request, compression)

    def undo(self, settled, request_id):
        return self.settlement("Reverse", reverse(request_id, settled.settlement.settlement_id))

    def test_the_sample_settles_to_the_figures_of_the_samples_readme(self):
        settled = self.settlement("Settle", sample("python-settle"))
        split = settled.settlement.breakdown
        self.assertEqual((82530, 800, 81730, 15846), (
            split.gross_fen, split.waived_fen, split.total_fen, split.patient_fen))
        self.assertEqual(
            [("basic", 62571), ("catastrophic", 0), ("relief", 3313)], [(l.layer, l.paid_fen) for l in split.layers])
        self.assertEqual(0, sum(entry.amount_fen for entry in settled.settlement.entries))
        self.undo(settled, "python-settle-undo")

    def test_a_repeated_request_gets_the_stored_answer(self):
        first = self.settlement("Settle", sample("python-replay"))
        again = self.settlement("Settle", sample("python-replay"))
        self.assertFalse(first.replayed)
        self.assertTrue(again.replayed)
        self.assertEqual(first.settlement.SerializeToString(deterministic=True),
                         again.settlement.SerializeToString(deterministic=True))
        self.undo(first, "python-replay-undo")

    def test_a_refusal_carries_reason_outcome_and_a_chinese_sentence(self):
        request = sample("python-refused")
        request.visit.service_date = "2020-12-31"
        with self.assertRaises(grpc.RpcError) as thrown:
            self.settlement("Settle", request)
        self.assertEqual(grpc.StatusCode.FAILED_PRECONDITION, thrown.exception.code())
        details = details_of(thrown.exception)
        info = details["ErrorInfo"]
        self.assertEqual(("NO_POLICY_FOR_DATE", "medaid"), (info.reason, info.domain))
        self.assertEqual(
            {"outcome": "not_done", "retry": "new_request_id", "service_date": "2020-12-31", "county_code": "141123"},
            dict(info.metadata))
        self.assertEqual("zh-CN", details["LocalizedMessage"].locale)
        self.assertIn("医保", details["LocalizedMessage"].message)
        self.assertEqual("NO_POLICY_FOR_DATE", details["PreconditionFailure"].violations[0].type)

    def test_all_bad_fields_come_at_once(self):
        request = sample("python-invalid")
        request.visit.id_number = "141123196805129021"
        request.visit.items[0].quantity = "0"
        with self.assertRaises(grpc.RpcError) as thrown:
            self.settlement("Settle", request)
        self.assertEqual(grpc.StatusCode.INVALID_ARGUMENT, thrown.exception.code())
        fields = [violation.field for violation in details_of(thrown.exception)["BadRequest"].field_violations]
        self.assertEqual(["visit.id_number", "visit.items[0].quantity"], sorted(fields))
        self.assertNotIn("141123196805129021", str(thrown.exception))

    def test_a_reversal_mirrors_and_a_second_one_is_refused(self):
        settled = self.settlement("Settle", sample("python-reverse-1"))
        undone = self.undo(settled, "python-reverse-2").settlement
        self.assertEqual(-15846, undone.breakdown.patient_fen)
        self.assertEqual(
            sorted((e.account, -e.amount_fen) for e in settled.settlement.entries),
            sorted((e.account, e.amount_fen) for e in undone.entries))
        with self.assertRaises(grpc.RpcError) as thrown:
            self.undo(settled, "python-reverse-3")
        info = details_of(thrown.exception)["ErrorInfo"]
        self.assertEqual("ALREADY_REVERSED", info.reason)
        self.assertEqual(undone.settlement_id, info.metadata["reversed_by_settlement_id"])

    def test_a_list_comes_in_pages(self):
        for i in range(3):
            self.undo(self.settlement("Settle", sample(f"python-list-{i}")), f"python-list-undo-{i}")
        seen, token = [], ""
        while True:
            page = self.settlement("ListSettlements", message(
                "medaid.settlement.v1.ListSettlementsRequest", page_size=2, page_token=token))
            seen += [settlement.request_id for settlement in page.settlements]
            token = page.next_page_token
            if not token:
                break
        self.assertEqual(len(seen), len(set(seen)))
        self.assertLessEqual({f"python-list-{i}" for i in range(3)}, set(seen))

    def test_gzip_is_read_and_answered(self):
        quote = message("medaid.settlement.v1.QuoteRequest", visit=sample("python-gzip").visit)
        plain = self.settlement("Quote", quote)
        packed = self.settlement("Quote", quote, compression=grpc.Compression.Gzip)
        self.assertEqual(plain.breakdown, packed.breakdown)

    def reflect(self, version, *asked):
        package = f"grpc.reflection.{version}"
        answer = FACTORY.GetPrototype(POOL.FindMessageTypeByName(f"{package}.ServerReflectionResponse"))
        requests = [message(f"{package}.ServerReflectionRequest", **one) for one in asked]
        return list(self.channel.stream_stream(
            f"/{package}.ServerReflection/ServerReflectionInfo", response_deserializer=answer.FromString,
            request_serializer=type(requests[0]).SerializeToString)(iter(requests), timeout=SECONDS))

    def files_of(self, answer):
        return [descriptor_pb2.FileDescriptorProto.FromString(file)
                for file in answer.file_descriptor_response.file_descriptor_proto]

    def test_health_found_by_reflection_says_serving_under_gzip_too(self):
        for file in self.files_of(self.reflect("v1", {"file_containing_symbol": "grpc.health.v1.Health"})[0]):
            POOL.Add(file)
        for service in ("", SERVICE):
            for compression in (None, grpc.Compression.Gzip):
                answer = self.call("grpc.health.v1.Health", "Check", message(
                    "grpc.health.v1.HealthCheckRequest", service=service), compression)
                self.assertEqual(1, answer.status)

    def test_reflection_names_the_services_and_gives_the_contract(self):
        for version in ("v1", "v1alpha"):
            services, files = self.reflect(version, {"list_services": ""}, {"file_containing_symbol": f"{SERVICE}.Settle"})
            self.assertIn(SERVICE, [s.name for s in services.list_services_response.service])
            given = {file.name: file for file in self.files_of(files)}
            rebuilt = descriptor_pool.DescriptorPool()

            def add(name):
                if name in given:
                    file = given.pop(name)
                    for dependency in file.dependency:
                        add(dependency)
                    rebuilt.Add(file)

            add("medaid/settlement/v1/settlement.proto")
            self.assertEqual({}, given)
            self.assertEqual(6, len(rebuilt.FindServiceByName(SERVICE).methods))

    def test_the_json_door_says_the_same_as_grpc(self):
        settled = self.settlement("Settle", sample("python-json"))
        path = f"{os.environ['MEDAID_HTTP']}/v1/settlements/{settled.settlement.settlement_id}"
        with urllib.request.urlopen(path, timeout=SECONDS) as answer:
            read = json_format.Parse(answer.read(), message("medaid.settlement.v1.Settlement"))
        self.assertEqual(settled.settlement, read)
        request = urllib.request.Request(path, headers={"Accept": "application/json;int64=number"})
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            self.assertEqual(15846, json.load(answer)["breakdown"]["patientFen"])
        self.undo(settled, "python-json-undo")


if __name__ == "__main__":
    result = unittest.main(exit=False, verbosity=2).result
    bad = len(result.failures) + len(result.errors)
    sys.stderr.flush()
    print(f"{result.testsRun - bad} passed, {bad} failed", flush=True)
    sys.exit(1 if bad or not result.testsRun else 0)
