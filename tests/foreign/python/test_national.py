"""A hospital system in Python calls the national interface of a real gateway, with the standard library alone.

The shapes are those that hospital systems in use send: nodes in data, list nodes as one object, nodes beside data, all values as text, the input as text,
the short envelope, any content type, a byte order mark. The address comes from MEDAID_HTTP, samples from MEDAID_ROOT.
Ends on the line `N passed, N failed`.
"""
import copy
import datetime
import json
import os
import sys
import unittest
import urllib.parse
import urllib.request

from national_day import DayTests
from national_visit import VisitTests

SECONDS = 240
HOSPITAL = "H14112300101"
PERSON = "141123196805129020"


def sample_orders():
    path = os.path.join(os.environ["MEDAID_ROOT"], "samples", "orders.json")
    with open(path, encoding="utf-8") as file:
        return json.load(file)["visit"]["items"]


def order(item, **more):
    fen = int(item["amountFen"])
    made = {
        "rx_id": f"RX{item['itemNumber']}", "rxno": "1", "grpno": "", "long_drord_flag": "0", "hilist_type": "101", "chrg_type": "09", "drord_bhvr": "0",
        "hilist_code": item["code"], "hilist_name": item["name"], "hilist_lv": "02", "hilist_pric": "0", "hosplist_code": "L1",
        "hosplist_name": item["name"], "cnt": item["quantity"], "pric": item["unitPriceYuan"], "sumamt": f"{fen // 100}.{fen % 100:02}",
        "ownpay_amt": "-", "selfpay_amt": "-", "spec": "", "spec_unt": "盒", "drord_begn_date": "2026-03-02 08:00:00", "drord_dept_codg": "SN01",
        "drord_dept_name": "肾内科", "drord_dr_codg": "D17", "drord_dr_name": "医生", "drord_dr_profttl": "2", "curr_drord_flag": "1",
    }
    made.update(more)
    return made


def encounter(visit, orders):
    return {
        "mdtrt_id": visit, "medins_id": HOSPITAL, "medins_name": "兴县人民医院", "medins_admdvs": "141123", "medins_type": "A1", "medins_lv": "05",
        "wardarea_codg": "", "wardno": "", "bedno": "", "adm_date": "2026-03-02 08:00:00", "dscg_date": "2026-03-02 08:00:00",
        "dscg_main_dise_codg": "N18.500", "dscg_main_dise_name": "慢性肾脏病5期", "dr_codg": "D17", "adm_dept_codg": "SN01", "adm_dept_name": "肾内科",
        "dscg_dept_codg": "SN01", "dscg_dept_name": "肾内科", "med_mdtrt_type": "1", "med_type": "14", "matn_stas": "0", "medfee_sumamt": 847.0000000001,
        "ownpay_amt": "-", "selfpay_amt": "-", "acct_payamt": "", "ma_amt": "", "hifp_payamt": None, "setl_totlnum": "1", "insutype": "390",
        "reim_flag": "1", "out_setl_flag": "2", "fsi_operation_dtos": [],
        "fsi_diagnose_dtos": [
            {"dise_id": "1", "inout_dise_type": "1", "maindise_flag": "1", "dias_srt_no": "1", "dise_codg": "N18.500", "dise_name": "慢性肾脏病5期"},
            {"dise_id": "2", "inout_dise_type": "1", "maindise_flag": "0", "dias_srt_no": "2", "dise_codg": "I10.x00", "dise_name": "高血压"}],
        "fsi_order_dtos": orders,
    }


def audit(visit, scene="2", orders=None):
    return {"data": {
        "syscode": "HIS", "task_id": "T1", "trig_scen": scene, "rule_ids": ["3101"],
        "patient_dtos": [{
            "patn_id": PERSON, "patn_name": "病人", "gend": "1", "brdy": "1968-05-12", "poolarea": "141123", "curr_mdtrt_id": visit,
            "fsi_his_data_dto": "", "fsi_encounter_dtos": [encounter(visit, orders or [order(i) for i in sample_orders()])]}]}}


def envelope(infno, content, number, **more):
    made = {
        "infno": infno, "msgid": f"{HOSPITAL}20260302080000{number:04}", "mdtrtarea_admvs": "141123", "insuplc_admdvs": "141123",
        "recer_sys_code": "YBXT", "dev_no": "", "dev_safe_info": "", "cainfo": "", "signtype": "", "infver": "V1.0", "opter_type": "1",
        "opter": "D17", "opter_name": "医生", "inf_time": "2026-03-02 08:00:00", "fixmedins_code": HOSPITAL, "fixmedins_name": "兴县人民医院",
        "sign_no": "", "input": content,
    }
    made.update(more)
    return made


def post(path, body, content_type="application/json"):
    if isinstance(body, (dict, list)):
        body = json.dumps(body, ensure_ascii=False)
    if isinstance(body, str):
        body = body.encode("utf-8")
    request = urllib.request.Request(os.environ["MEDAID_HTTP"] + path, data=body, headers={"Content-Type": content_type})
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:
        return answer.status, json.loads(answer.read().decode("utf-8"))


class NationalTests(unittest.TestCase):
    def ask(self, visit, path="/nhsa/3101", **more):
        status, answer = post(path, envelope(more.pop("infno", "3101"), audit(visit, **more), 1))
        self.assertEqual(200, status)
        self.assertEqual((0, ""), (answer["infcode"], answer["err_msg"]), answer)
        return answer

    def test_every_scene_and_both_addresses_give_the_same_rows(self):
        rows = self.ask("V-rows")["output"]["result"]
        self.assertEqual(["restricted-drug", "outside-catalogue"], [row["rule_id"] for row in rows])
        self.assertEqual([("RX4", 61.00), ("RX3", 198.00)], [
            (row["judge_result_detail_dtos"][0]["rx_id"], row["judge_result_detail_dtos"][0]["vola_amt"]) for row in rows])
        for row in rows:
            self.assertEqual((PERSON, "V-rows", "T1", "3"), (row["patn_id"], row["mdtrt_id"], row["task_id"], row["sev_deg"]))
            self.assertTrue(19 < len(row["jr_id"]) <= 50 and 0 < len(row["vola_cont"]) <= 500, row)
            self.assertLessEqual(max(len(row[name]) for name in ("sev_deg", "vola_amt_stas", "vola_bhvr_type")), 3)
        for scene in range(1, 11):
            self.assertEqual(rows, self.ask("V-rows", scene=str(scene))["output"]["result"])
        self.assertEqual(rows, self.ask("V-rows", path="/nhsa")["output"]["result"])
        self.assertEqual(rows, self.ask("V-rows", path="/nhsa/3102", infno="3102A")["output"]["result"])

    def test_the_answer_has_the_national_envelope(self):
        answer = self.ask("V-envelope")
        self.assertEqual((30, 17, 17), tuple(len(answer[name]) for name in ("inf_refmsgid", "refmsg_time", "respond_time")))
        self.assertTrue(answer["inf_refmsgid"].startswith("141123"))
        datetime.datetime.strptime(answer["respond_time"][:14], "%Y%m%d%H%M%S")

    def test_a_mere_remark_is_no_row_and_with_nothing_to_say_there_is_no_result(self):
        dialysis, dialyser = sample_orders()[:2]
        self.assertNotIn("result", self.ask("V-nothing", orders=[order(dialysis)])["output"])
        # The dialyser is dearer than its ceiling, of which a card reminds.
        self.assertNotIn("result", self.ask("V-remark", orders=[order(dialysis), order(dialyser)])["output"])

    def test_what_clients_really_send_means_the_same(self):
        rows = self.ask("V-shapes")["output"]["result"]
        whole = audit("V-shapes")
        single = copy.deepcopy(whole)
        single["data"]["patient_dtos"] = single["data"]["patient_dtos"][0]
        single["data"]["patient_dtos"]["fsi_encounter_dtos"] = single["data"]["patient_dtos"]["fsi_encounter_dtos"][0]
        beside = copy.deepcopy(single)
        patient = beside["data"].pop("patient_dtos")
        visit = patient.pop("fsi_encounter_dtos")
        beside.update(
            patient_dtos=patient, fsi_encounter_dtos=visit, fsi_diagnose_dtos=visit.pop("fsi_diagnose_dtos"),
            fsi_order_dtos=visit.pop("fsi_order_dtos"))
        visit["fsi_diagnose_dtos"], visit["fsi_order_dtos"] = "", None
        numbers = copy.deepcopy(whole)
        for line in numbers["data"]["patient_dtos"][0]["fsi_encounter_dtos"][0]["fsi_order_dtos"]:
            line.update(cnt=int(line["cnt"]), pric=float(line["pric"]), sumamt=float(line["sumamt"]))
        numbers["data"]["trig_scen"] = 2
        local = copy.deepcopy(whole)
        local["data"]["trig_scen"] = ""
        text = json.dumps(envelope("3101", whole, 2), ensure_ascii=False)
        short = {"infno": "3101", "insuplc_admdvs": "141123", "medins_code": HOSPITAL, "insur_code": "", "mdtrtarea_admvs": "141123",
                 "msgid": f"{HOSPITAL}2026030208", "input": whole}
        for name, body, kind in [
            ("single", envelope("3101", single, 2), "application/json"), ("beside", envelope("3101", beside, 2), "application/json"),
            ("numbers", envelope("3101", numbers, 2), "application/json"), ("no scene", envelope("3101", local, 2), "application/json"),
            ("input as text", envelope("3101", json.dumps(whole), 2), "application/json"), ("short", short, "text/xml"),
            ("plain", text, "text/plain"), ("mark", "\ufeff" + text, "application/octet-stream"),
            ("form", "=" + urllib.parse.quote(text), "application/x-www-form-urlencoded"), ("bare form", "=" + text, "text/html"),
        ]:
            with self.subTest(name):
                status, answer = post("/nhsa/3101", body, kind)
                self.assertEqual((200, 0), (status, answer["infcode"]), answer)
                self.assertEqual(rows, answer["output"]["result"])

    def test_money_is_strict(self):
        dialysis = sample_orders()[0]
        for name, changed, words in [
            ("differs", order(dialysis, sumamt="400.01"), "sumamt：金额不等于单价 × 数量"), ("fraction", order(dialysis, sumamt="400.001"), "sumamt 最多 2 位小数"),
            ("word", order(dialysis, pric="许多"), "pric 应是不小于 0 的数字"), ("none", order(dialysis, cnt=""), ".cnt："),
        ]:
            with self.subTest(name):
                status, answer = post("/nhsa/3101", envelope("3101", audit("V-strict", orders=[changed]), 3))
                self.assertEqual((200, -1, None), (status, answer["infcode"], answer["output"]))
                self.assertIn("fsi_order_dtos[0]", answer["err_msg"])
                self.assertIn(words, answer["err_msg"])

    def test_a_refusal_is_one_chinese_sentence_with_status_200(self):
        good = envelope("3101", audit("V-refused"), 4)
        twice = json.dumps(good)[:-1] + ', "infno": "3102"}'
        for name, path, body, words in [
            ("no JSON", "/nhsa/3101", "{", "JSON"), ("GBK", "/nhsa/3101", json.dumps(good, ensure_ascii=False).encode("gbk"), "UTF-8"),
            ("twice", "/nhsa/3101", twice, "infno 写了两次"), ("path", "/nhsa/3102", good, "不一致"), ("unknown", "/nhsa", {**good, "infno": "2304"}, "不办理交易"),
            ("scene", "/nhsa/3101", envelope("3101", audit("V-refused", scene="23"), 4), "trig_scen"),
            ("encrypted", "/nhsa/3101", {**good, "enc_type": "SM4"}, "加密"), ("array", "/nhsa", [good], "JSON 对象"),
            ("no input", "/nhsa", {**good, "input": None}, "input 必填"), ("no number", "/nhsa", {**good, "infno": ""}, "infno"),
        ]:
            with self.subTest(name):
                status, answer = post(path, body)
                self.assertEqual((200, -1), (status, answer["infcode"]))
                self.assertIn(words, answer["err_msg"])
                self.assertTrue(answer["err_msg"].endswith("。"), answer["err_msg"])
                self.assertNotIn(PERSON, json.dumps(answer))

    def test_3103_is_written_once_whatever_the_order_of_its_members(self):
        rows = self.ask("V-3103")["output"]["result"]
        warns = [{"warn_rslt_id": row["jr_id"], "dspo_way": way, "dspo_way_rea": reason} for row, way, reason in zip(rows, "12", ("已告知病人", ""))]
        message = envelope("3103", {"data": {"warn_type": "1", "warns": warns}}, 5)
        lacking = copy.deepcopy(message)
        lacking["input"]["data"]["warns"][0]["dspo_way_rea"] = ""
        for path, body, words in [
            ("/nhsa/3103", lacking, "理由"), ("/nhsa", {**message, "msgid": ""}, "msgid"), ("/nhsa", {**message, "msgid": "12345678901234567"}, "msgid"),
        ]:
            status, answer = post(path, body)
            self.assertEqual((200, -1), (status, answer["infcode"]))
            self.assertIn(words, answer["err_msg"])
        self.assertEqual(2, len(self.ask("V-3103")["output"]["result"]))

        first = post("/nhsa/3103", message)[1]
        turned = dict(reversed(message.items()))
        turned["input"] = {"data": {"warns": [dict(reversed(w.items())) for w in warns], "warn_type": 1}}
        again = post("/nhsa/3103", turned)[1]
        self.assertEqual([(0, ""), (0, "")], [(a["infcode"], a["err_msg"]) for a in (first, again)])
        other = copy.deepcopy(message)
        other["input"]["data"]["warns"][1]["dspo_way"] = "1"
        other["input"]["data"]["warns"][1]["dspo_way_rea"] = "另有原因"
        self.assertEqual(-1, post("/nhsa/3103", other)[1]["infcode"])
        # The same message id of another hospital is another message.
        elsewhere = {**message, "fixmedins_code": "H14110200102"}
        self.assertEqual(0, post("/nhsa/3103", elsewhere)[1]["infcode"])

        self.assertNotIn("result", self.ask("V-3103")["output"])
        self.assertEqual(2, len(self.ask("V-3103-later")["output"]["result"]))


assert VisitTests and DayTests  # unittest finds their tests here.

if __name__ == "__main__":
    result = unittest.main(exit=False, verbosity=2).result
    bad = len(result.failures) + len(result.errors)
    sys.stderr.flush()
    print(f"{result.testsRun - bad} passed, {bad} failed", flush=True)
    sys.exit(1 if bad or not result.testsRun else 0)
