"""A whole visit and its undoing by the national messages, in the habits of three provinces, with the standard library alone.

Written from the field tables of the national interface. 400.00 of dialysis for a poor person of the samples: basic insurance pays 85 %, the hospital
advances 30 % of the 60.00 left, the person pays 42.00. Every step is undone, so that each province finds the same figures.
"""
import decimal
import json
import os
import unittest
import urllib.parse
import urllib.request

SECONDS = 240
HOSPITAL = "H14112300101"
PERSON = "141123196805129020"
YUAN = decimal.Decimal


class Province:
    """What a client of a province does in its own way."""

    def __init__(self, name, minute):
        self.name, self.minute, self.second = name, minute, 0

    def msgid(self):
        self.second += 1
        return f"{HOSPITAL}2026030209{self.minute:02}{self.second:02}{self.second:04}"

    def number(self, text):
        return text

    def rows(self, row):
        return [row]

    def envelope(self, infno, msgid, content):
        return {
            "infno": infno, "msgid": msgid, "mdtrtarea_admvs": "141123", "insuplc_admdvs": "141123", "recer_sys_code": "YBXT", "dev_no": "",
            "dev_safe_info": "", "cainfo": "", "signtype": "", "infver": "V1.0", "opter_type": "1", "opter": "S01", "opter_name": "收费",
            "inf_time": "2026-03-02 09:00:00", "fixmedins_code": HOSPITAL, "fixmedins_name": "兴县人民医院", "sign_no": "", "input": content}

    def path(self, infno):
        return f"/nhsa/{infno}"

    def body(self, envelope):
        return json.dumps(envelope, ensure_ascii=False).encode(), "application/json"


class Zhejiang(Province):
    """Texts for numbers, an address for each service, the same tail in every message id."""

    services = {"2207A": "outpatientSettleService/saveSettletmentA", "2206A": "outpatientSettleService/preSettletmentA", "2601": "reverseService/revsMethod"}

    def msgid(self):
        return super().msgid()[:-4] + "9999"

    def rows(self, row):
        return row

    def path(self, infno):
        return f"/nhsa/fsi/api/{self.services.get(infno, 'service/' + infno)}"


class Guangdong(Province):
    """Numbers of JSON, in a form with one nameless field, to one address."""

    def number(self, text):
        return float(text)

    def envelope(self, infno, msgid, content):
        return {**super().envelope(infno, msgid, content), "opter_type": 1}

    def path(self, infno):
        return "/nhsa"

    def body(self, envelope):
        return b"=" + urllib.parse.quote(json.dumps(envelope)).encode(), "application/x-www-form-urlencoded"


class Hunan(Province):
    """The short envelope as text/xml, its input as text."""

    def envelope(self, infno, msgid, content):
        return {
            "infno": infno, "insuplc_admdvs": "141123", "medins_code": HOSPITAL, "insur_code": "", "mdtrtarea_admvs": "141123", "msgid": msgid,
            "input": json.dumps(content)}

    def body(self, envelope):
        return "\ufeff".encode() + json.dumps(envelope).encode(), "text/xml"


class VisitTests(unittest.TestCase):
    def say(self, infno, content, msgid=None):
        content = {name: node if isinstance(node, list) else dict(node) for name, node in content.items()}
        body, kind = self.province.body(self.province.envelope(infno, msgid or self.province.msgid(), content))
        request = urllib.request.Request(
            os.environ["MEDAID_HTTP"] + self.province.path(infno), data=body, headers={"Content-Type": kind})
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            self.assertEqual(200, answer.status)
            text = answer.read().decode("utf-8")
        return text, json.loads(text, parse_float=YUAN, parse_int=YUAN)

    def done(self, infno, content, msgid=None):
        text, answer = self.say(infno, content, msgid)
        self.assertEqual((0, ""), (answer["infcode"], answer["err_msg"]), text)
        self.assertEqual((30, 17, 17), tuple(len(answer[name]) for name in ("inf_refmsgid", "refmsg_time", "respond_time")))
        self.last = text
        return answer["output"]

    def refused(self, infno, content, words):
        text, answer = self.say(infno, content)
        self.assertNotEqual(0, answer["infcode"], text)
        self.assertIsNone(answer["output"])
        self.assertIn(words, answer["err_msg"])

    def check(self, output, sign):
        """The identities of the interface, and the figures worked by hand."""
        info, rows = output["setlinfo"], output["setldetail"]
        self.assertEqual(
            info["medfee_sumamt"], info["fulamt_ownpay_amt"] + info["overlmt_selfpay"] + info["preselfpay_amt"] + info["inscp_scp_amt"])
        self.assertEqual(info["medfee_sumamt"], info["fund_pay_sumamt"] + info["psn_part_amt"] + info["hosp_part_amt"])
        self.assertEqual(info["psn_part_amt"], info["acct_pay"] + info["psn_cash_pay"])
        self.assertEqual(info["fund_pay_sumamt"], sum(row["fund_payamt"] for row in rows))
        self.assertEqual(
            [("390100", sign * YUAN("340.00")), ("999996", sign * YUAN("18.00"))], [(row["fund_pay_type"], row["fund_payamt"]) for row in rows])
        self.assertEqual(
            [sign * YUAN(yuan) for yuan in ("400.00", "340.00", "0", "42.00", "0")],
            [info[name] for name in ("medfee_sumamt", "hifp_pay", "maf_pay", "psn_cash_pay", "hosp_part_amt")])
        return info["setl_id"]

    def visit(self):
        province = self.province
        base = self.done("1101", {"data": {
            "mdtrt_cert_type": "02", "mdtrt_cert_no": PERSON, "card_sn": "", "begntime": "", "psn_cert_type": "1", "certno": "", "psn_name": ""}})
        person = base["baseinfo"]["psn_no"]
        self.assertNotIn(PERSON, person)
        self.assertEqual("390", base["insuinfo"][0]["insutype"])
        visit = self.done("2201", {"data": {
            "psn_no": person, "insutype": "390", "begntime": "2026-03-02 08:30:00", "mdtrt_cert_type": "02", "mdtrt_cert_no": PERSON,
            "ipt_otp_no": "MZ1", "atddr_no": "D17", "dr_name": "医生", "dept_code": "SN01", "dept_name": "肾内科", "caty": "A03"}})["data"]["mdtrt_id"]
        self.done("2203A", {
            "mdtrtinfo": {
                "mdtrt_id": visit, "psn_no": person, "med_type": "14", "begntime": "2026-03-02 08:30:00", "main_cond_dscr": "", "dise_codg": "M07800",
                "dise_name": "尿毒症透析", "birctrl_type": "", "geso_val": ""},
            "diseinfo": province.rows({
                "diag_type": "1", "diag_srt_no": "02", "diag_code": "N18.500", "diag_name": "慢性肾脏病5期", "diag_dept": "SN01", "vali_flag": "01"})})
        line = {
            "feedetl_sn": "L1", "mdtrt_id": visit, "psn_no": person, "chrg_bchno": "B1", "dise_codg": "", "rxno": "", "rx_circ_flag": "0",
            "fee_ocur_time": "2026-03-02 09:00:00", "med_list_codg": "003110000060000", "medins_list_codg": "TX01",
            "det_item_fee_sumamt": province.number("400.00"), "cnt": province.number("1.0000"), "pric": province.number("400.000000"),
            "bilg_dept_codg": "SN01", "bilg_dept_name": "肾内科", "bilg_dr_codg": "D17", "bilg_dr_name": "医生", "hosp_appr_flag": "", "exp_content": None}
        split = self.done("2204", {"feedetail": province.rows(line)})["result"][0]
        self.assertEqual((YUAN("400.00"), "01"), (split["inscp_scp_amt"], split["chrgitm_lv"]))
        bill = {"data": {
            "psn_no": person, "mdtrt_cert_type": "02", "mdtrt_cert_no": "02", "med_type": "14", "medfee_sumamt": province.number("400.00"),
            "psn_setlway": "01", "mdtrt_id": visit, "chrg_bchno": "B1", "acct_used_flag": "0", "insutype": "390", "invono": "",
            "fulamt_ownpay_amt": province.number("0"), "overlmt_selfpay": province.number("0"), "preselfpay_amt": province.number("0"),
            "inscp_scp_amt": province.number("400.00")}}
        return person, visit, bill

    def test_a_visit_and_its_undoing_in_three_provinces(self):
        for self.province in (Zhejiang("Zhejiang", 1), Guangdong("Guangdong", 2), Hunan("Hunan", 3)):
            with self.subTest(self.province.name):
                self.drive()

    def drive(self):
        person, visit, bill = self.visit()
        self.assertEqual("", self.check(self.done("2206A", bill), 1))
        msgid = self.province.msgid()
        settled = self.done("2207A", bill, msgid)
        first, text = self.check(settled, 1), self.last
        self.assertEqual(msgid, settled["setlinfo"]["medins_setl_id"])
        self.done("2207A", {"data": dict(reversed(bill["data"].items()))}, msgid)
        self.assertEqual(text, self.last)
        self.refused("2205", {"data": {"mdtrt_id": visit, "chrg_bchno": "B1", "psn_no": person}}, "已经结算")
        found = self.done("5203", {"data": {"psn_no": person, "setl_id": first, "mdtrt_id": visit}})
        self.check(found, 1)
        self.assertEqual((YUAN("42.00"), "0"), (found["setlinfo"]["cash_payamt"], found["setlinfo"]["refd_setl_flag"]))
        undone = self.check(self.done("2208", {"data": {"setl_id": first, "mdtrt_id": visit, "psn_no": person}}), -1)
        self.assertNotEqual(first, undone)

        # The answer is lost: 2601 undoes it, 5203 confirms it, for 2601 answers nothing.
        lost = self.province.msgid()
        second = self.check(self.done("2207A", bill, lost), 1)
        self.assertIsNone(self.done("2601", {"data": {"psn_no": person, "omsgid": lost, "oinfno": "2207A"}}))
        self.assertEqual("1", self.done("5203", {"data": {"psn_no": person, "setl_id": second, "mdtrt_id": visit}})["setlinfo"]["refd_setl_flag"])
        self.refused("2601", {"data": {"psn_no": person, "omsgid": msgid, "oinfno": "2207"}}, "2208")
        self.done("2205", {"data": {"mdtrt_id": visit, "chrg_bchno": "0000", "psn_no": person}})
        self.done("2202", {"data": {"psn_no": person, "mdtrt_id": visit, "ipt_otp_no": "MZ1"}})
