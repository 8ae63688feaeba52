using System.Text.Json.Nodes;
using MedAid.Gateway.Tests.EndToEnd;

namespace MedAid.Gateway.Tests.Doors;

/// <summary>Requests of CDS Hooks in the shapes of the published specification and of its public sandbox.</summary>
internal static class HookRequests
{
    public const string Extension = "medaid.precheck.v1";
    public const string Select = "/cds-services/medaid-order-select";
    public const string Sign = "/cds-services/medaid-order-sign";

    private const string ItemSystem = "https://code.nhsa.gov.cn";

    /// <summary>The orders of samples/orders.json at order-sign, as FHIR has them.</summary>
    public static JsonObject OrdersAtSigning(string encounterId) => Call("order-sign", encounterId,
    [
        Service("1", Requests.Dialysis, "血液透析", "400.00"),
        Service("2", "C02070500300001000230000016", "一次性低通量透析器", "128.00"),
        Medication("3", "XV03AEX001A001010100011", "进口磷结合剂", "198.00", "1"),
        Medication("4", "XA10BKD001A001010100015", "达格列净片", "61.00", "1"),
        Amlodipine("5"),
    ]);

    /// <summary>The same at order-select, one of them just chosen.</summary>
    public static JsonObject OrdersAtSelecting(string encounterId, params string[] selections)
    {
        var call = OrdersAtSigning(encounterId);
        call["hook"] = "order-select";
        call["context"]!["selections"] = new JsonArray([.. selections.Select(s => (JsonNode?)s)]);
        return call;
    }

    /// <summary>
    /// What the public sandbox sends at order-select: a patient of an American test server, and an order by RxNorm that has no price. The
    /// server's address and token come with it, and no extension of ours.
    /// </summary>
    public static JsonObject Sandbox() => JsonNode.Parse(
        """
        {
          "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
          "hook": "order-select",
          "fhirServer": "https://launch.smarthealthit.org/v/r4/fhir",
          "fhirAuthorization": {"access_token": "opaque", "token_type": "Bearer", "expires_in": 300, "scope": "user/Patient.read", "subject": "cds-service4"},
          "context": {
            "userId": "Practitioner/COREPRACTITIONER1",
            "patientId": "1288992",
            "encounterId": "89284",
            "selections": ["MedicationRequest/order-123"],
            "draftOrders": {
              "resourceType": "Bundle",
              "entry": [{
                "resource": {
                  "resourceType": "MedicationRequest", "id": "order-123", "status": "draft", "intent": "order",
                  "medicationCodeableConcept": {
                    "text": "amoxicillin 250 MG Oral Capsule",
                    "coding": [{"display": "amoxicillin 250 MG Oral Capsule", "system": "http://www.nlm.nih.gov/research/umls/rxnorm", "code": "308182"}]
                  },
                  "subject": {"reference": "Patient/1288992"},
                  "dosageInstruction": [{"doseAndRate": [{"doseQuantity": {"value": 1, "system": "http://unitsofmeasure.org", "code": "{pill}"}}],
                    "timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d", "boundsPeriod": {"start": "2026-03-02"}}}}]
                }
              }]
            }
          },
          "prefetch": {
            "patient": {"resourceType": "Patient", "id": "1288992", "gender": "male", "birthDate": "1925-12-23",
              "name": [{"use": "official", "family": "Adams", "given": ["Daniel", null], "_given": [null, {"id": "x"}]}],
              "identifier": [{"use": "usual", "system": "http://hospital.smarthealthit.org", "value": "1288992",
                "type": {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0203", "code": "MR"}], "text": "Medical Record Number"}}]},
            "conditions": {"resourceType": "Bundle", "type": "searchset", "total": 0}
          }
        }
        """)!.AsObject();

    public static JsonObject Call(string hook, string encounterId, params JsonNode?[] orders) => new()
    {
        ["hook"] = hook,
        ["hookInstance"] = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
        ["context"] = new JsonObject
        {
            ["userId"] = "Practitioner/D17",
            ["patientId"] = "p-1",
            ["encounterId"] = encounterId,
            ["draftOrders"] = new JsonObject
            {
                ["resourceType"] = "Bundle",
                ["entry"] = new JsonArray([.. orders.Select(o => (JsonNode?)new JsonObject { ["resource"] = o })]),
            },
        },
        ["prefetch"] = new JsonObject
        {
            ["patient"] = JsonNode.Parse(
                $$"""
                {"resourceType": "Patient", "id": "p-1", "name": [{"text": "张三"}],
                 "identifier": [{"system": "urn:hospital:card", "value": "K-1"}, {"system": "urn:oid:2.16.156.10011.1.3", "value": "{{Requests.Jia}}"}]}
                """),
            ["conditions"] = JsonNode.Parse(
                """
                {"resourceType": "Bundle", "entry": [
                  {"resource": {"resourceType": "Condition", "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "N18.500"}]}}},
                  {"resource": {"resourceType": "Condition", "code": {"coding": [{"system": "http://hl7.org/fhir/sid/icd-10", "code": "I10.x00"}]}}}]}
                """),
        },
        ["extension"] = new JsonObject
        {
            [Extension] = JsonNode.Parse(
                $$"""
                {"visit": {"hospitalCode": "{{Requests.CountyHospital}}", "serviceDate": "2026-03-02", "care": "CARE_OUTPATIENT_CHRONIC",
                 "diseaseCode": "{{Requests.Uraemia}}"}, "departmentCode": "SN01"}
                """),
        },
    };

    /// <summary>Three packs of 28 tablets of 5 mg, one a day, for 28 days: one would do.</summary>
    private static JsonObject Amlodipine(string id)
    {
        var order = Medication(id, "XC08CAA001A001010100001", "苯磺酸氨氯地平片", "20.00", "3");
        order["dispenseRequest"]!["expectedSupplyDuration"] = new JsonObject { ["value"] = 28, ["code"] = "d" };
        order["dosageInstruction"] = JsonNode.Parse(
            """
            [{"timing": {"repeat": {"frequency": 1, "period": 1, "periodUnit": "d"}}, "doseAndRate": [{"doseQuantity": {"value": 5, "unit": "mg"}}]}]
            """);
        return order;
    }

    private static JsonObject Medication(string id, string code, string name, string price, string quantity) => new()
    {
        ["resourceType"] = "MedicationRequest",
        ["id"] = id,
        ["status"] = "draft",
        ["intent"] = "order",
        ["medicationCodeableConcept"] = Concept(code, name),
        ["dispenseRequest"] = new JsonObject { ["quantity"] = new JsonObject { ["value"] = JsonNode.Parse(quantity) } },
        ["extension"] = Price(price),
    };

    private static JsonObject Service(string id, string code, string name, string price) => new()
    {
        ["resourceType"] = "ServiceRequest", ["id"] = id, ["status"] = "draft", ["intent"] = "order", ["code"] = Concept(code, name), ["extension"] = Price(price),
    };

    private static JsonObject Concept(string code, string name) => new()
    {
        ["coding"] = new JsonArray(
            new JsonObject { ["system"] = "http://hospital.local/items", ["code"] = "L1" },
            new JsonObject { ["system"] = ItemSystem, ["code"] = code, ["display"] = name }),
    };

    private static JsonArray Price(string yuan) =>
        new(new JsonObject { ["url"] = "urn:medaid:unit-price-yuan", ["valueDecimal"] = JsonNode.Parse(yuan) });
}
