"""A day of a hospital by the national messages in the habits of three provinces: from sign-in to reconciliation, with the refusals of money.

Written from the field tables of the national interface. The bill is the sample's dialysis visit: 825.30 uploaded, of which the hospital waives 8.00; 736.13
are in scope, basic insurance pays 85 % = 625.71, the hospital advances 30 % of the other 110.42 = 33.13, and the person pays 158.46.
"""
import hashlib
import hmac
import io
import json
import os
import unittest
import urllib.request
import zipfile

from national_visit import HOSPITAL, PERSON, SECONDS, YUAN, Guangdong, Hunan, Zhejiang

FOUR = ("fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt")
FUNDS = {"390100": YUAN("625.71"), "999996": YUAN("33.13"), "630100": YUAN("8.00")}
MEDFEE, CASH = YUAN("825.30"), YUAN("158.46")


def bill_items():
    with open(os.path.join(os.environ["MEDAID_ROOT"], "samples", "dialysis-visit.json"), encoding="utf-8") as file:
        return json.load(file)["visit"]["items"]


class Signed(Zhejiang):
    """Headers with a signature that nobody has agreed on are no reason to refuse."""

    def headers(self, body):
        time = "1772413200000"
        mac = hmac.new(b"secret", time.encode() + b"\n" + body, hashlib.sha256).hexdigest()
        return {"x-ca-key": "his", "x-ca-signature": f"{time}:{mac}"}


class Foshan(Guangdong):
    """Message ids of 20 characters without the hospital."""

    def msgid(self):
        return super().msgid()[12:26] + super().msgid()[-6:]


class Random(Hunan):
    """A tail that looks random, and the check character of an id number in lower case."""

    def msgid(self):
        made = super().msgid()
        return made[:-4] + f"{int(made[-4:]) * 7919 % 9000 + 1000}"


class DayTests(unittest.TestCase):
    def say(self, infno, content, msgid=None):
        body, kind = self.province.body(self.province.envelope(infno, msgid or self.province.msgid(), content))
        more = self.province.headers(body) if hasattr(self.province, "headers") else {}
        request = urllib.request.Request(
            os.environ["MEDAID_HTTP"] + self.province.path(infno), data=body, headers={"Content-Type": kind, **more})
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            self.assertEqual(200, answer.status)
            raw = answer.read()
        return raw if infno == "9102" else json.loads(raw.decode("utf-8"), parse_float=YUAN, parse_int=YUAN)

    def done(self, infno, content, msgid=None):
        answer = self.say(infno, content, msgid)
        self.assertEqual((0, ""), (answer["infcode"], answer["err_msg"]), f"{infno}: {answer}")
        return answer["output"]

    def refused(self, infno, content, msgid=None):
        answer = self.say(infno, content, msgid)
        self.assertNotEqual(0, answer["infcode"], f"{infno}: {answer}")
        self.assertIsNone(answer["output"])
        self.assertTrue(answer["err_msg"].endswith("。") and any("\u4e00" <= c <= "\u9fff" for c in answer["err_msg"]), answer["err_msg"])
        return answer["err_msg"]

    def check(self, output, sign):
        info, rows = output["setlinfo"], output["setldetail"]
        self.assertEqual(info["medfee_sumamt"], sum(info[name] for name in FOUR))
        self.assertEqual(info["medfee_sumamt"], info["fund_pay_sumamt"] + info["psn_part_amt"] + info["hosp_part_amt"])
        self.assertEqual(info["psn_part_amt"], info["acct_pay"] + info["psn_cash_pay"])
        self.assertEqual(info["fund_pay_sumamt"], sum(row["fund_payamt"] for row in rows))
        self.assertEqual({fund: sign * yuan for fund, yuan in FUNDS.items()}, {row["fund_pay_type"]: row["fund_payamt"] for row in rows})
        self.assertEqual((sign * MEDFEE, sign * CASH, 0), (info["medfee_sumamt"], info["psn_cash_pay"], info["hosp_part_amt"]))
        self.assertEqual([sign * self.parts[name] for name in FOUR], [info[name] for name in FOUR])
        return info["setl_id"]

    def test_a_day_in_three_provinces(self):
        for self.province in (Signed("Zhejiang", 11), Foshan("Guangdong", 12), Random("Hunan", 13)):
            with self.subTest(self.province.name):
                self.drive()

    def line(self, item, person, visit, batch):
        number, fen = self.province.number, int(item["amountFen"])
        return {
            "feedetl_sn": f"{batch}-{item['itemNumber']}", "mdtrt_id": visit, "psn_no": person, "chrg_bchno": batch, "dise_codg": "M07800", "rxno": "RX1",
            "rx_circ_flag": "0", "fee_ocur_time": "2026-03-02 09:00:00", "med_list_codg": item["code"], "medins_list_codg": f"H{item['itemNumber']}",
            "det_item_fee_sumamt": number(f"{fen // 100}.{fen % 100:02}"), "cnt": number(item["quantity"]), "pric": number(item["unitPriceYuan"]),
            "bilg_dept_codg": "SN01", "bilg_dept_name": "肾内科", "bilg_dr_codg": "D17", "bilg_dr_name": "医生",
            "hosp_appr_flag": "1" if item.get("approval") == "APPROVAL_INSURED" else "", "exp_content": ""}

    def upload(self, items, person, visit, batch):
        """In three messages; the sums of the answered rows are those of the bill."""
        splits = []
        for third in (items[:6], items[6:12], items[12:]):
            splits += self.done("2204", {"feedetail": [self.line(i, person, visit, batch) for i in third]})["result"]
        self.assertEqual(len(items), len(splits))
        names = dict(zip(FOUR, ("fulamt_ownpay_amt", "overlmt_amt", "preselfpay_amt", "inscp_scp_amt")))
        self.parts = {name: sum(YUAN(s[row]) for s in splits) for name, row in names.items()}
        self.assertEqual(MEDFEE, sum(self.parts.values()))

    def bill(self, person, visit, batch, **changed):
        number = self.province.number
        data = {
            "psn_no": person, "mdtrt_cert_type": "02", "mdtrt_cert_no": PERSON, "med_type": "14", "medfee_sumamt": number(str(MEDFEE)), "psn_setlway": "01",
            "mdtrt_id": visit, "chrg_bchno": batch, "acct_used_flag": "0", "insutype": "390", "invono": "", "age": number("57.0")}
        data.update({name: number(str(part)) for name, part in self.parts.items()})
        return {"data": {**data, **changed}}

    def drive(self):
        signed = self.done("9001", {"signIn": {"opter_no": "S01", "mac": "00-00-00-00-00-00", "ip": "10.0.0.1"}})["signinoutb"]["sign_no"]
        lower = {"mdtrt_cert_type": "02", "mdtrt_cert_no": "14112319950606921x", "card_sn": "", "begntime": None, "psn_cert_type": "01", "certno": "", "psn_name": ""}
        self.assertEqual("390", self.done("1101", {"data": lower})["insuinfo"][0]["insutype"])
        person = self.done("1101", {"data": {**lower, "mdtrt_cert_no": PERSON}})["baseinfo"]["psn_no"]
        entitled = self.done("2001", {"data": {
            "psn_no": person, "insutype": "390", "fixmedins_code": HOSPITAL, "med_type": "14", "begntime": "2026-03-02 08:00:00", "endtime": "",
            "dise_codg": "M07800", "dise_name": "", "oprn_oprt_code": "", "matn_type": "", "birctrl_type": ""}})
        self.assertIn("390100", json.dumps(entitled, default=str))
        self.assertIn("M07800", json.dumps(self.done("5301", {"data": {"psn_no": person}}), default=str))
        visit = self.done("2201", {"data": {
            "psn_no": person, "insutype": "390", "begntime": "2026-03-02 08:30:00", "mdtrt_cert_type": "02", "mdtrt_cert_no": PERSON, "ipt_otp_no": "MZ2",
            "atddr_no": "D17", "dr_name": "医生", "dept_code": "SN01", "dept_name": "肾内科", "caty": "A03"}})["data"]["mdtrt_id"]
        self.done("2203A", {
            "mdtrtinfo": {"mdtrt_id": visit, "psn_no": person, "med_type": "14", "begntime": "2026-03-02 08:30:00", "dise_codg": "M07800"},
            "diseinfo": self.province.rows({"diag_type": "1", "diag_srt_no": "1", "diag_code": "N18.500", "diag_name": "慢性肾脏病5期", "vali_flag": "1"})})
        self.settle(person, visit)
        self.done("9002", {"signOut": {"sign_no": signed, "opter_no": "S01"}})

    def settle(self, person, visit):
        items, account = bill_items(), {"mdtrt_id": visit, "psn_no": person}
        self.upload(items, person, visit, "B1")
        self.done("2205", {"data": {**account, "chrg_bchno": "B1"}})
        self.refused("2206A", self.bill(person, visit, "B1"))
        self.upload(items, person, visit, "B1")
        self.refused("2204", {"feedetail": [self.line(items[0], person, visit, "B1")]})
        self.check(self.done("2206A", self.bill(person, visit, "B1")), 1)
        self.refused("2207A", self.bill(person, visit, "B1", medfee_sumamt=self.province.number("825.31")))

        # A message that was undone before it came does nothing.
        early = self.province.msgid()
        self.assertIsNone(self.done("2601", {"data": {"psn_no": person, "omsgid": early, "oinfno": "2207A"}}))
        self.refused("2207A", self.bill(person, visit, "B1"), early)

        msgid = self.province.msgid()
        settled = self.done("2207A", self.bill(person, visit, "B1"), msgid)
        first = self.check(settled, 1)
        self.assertEqual(msgid, settled["setlinfo"]["medins_setl_id"])
        self.refused("2207A", self.bill(person, visit, "B1", invono="7"), msgid)
        self.refused("2207A", self.bill(person, visit, "B1"))
        self.refused("2204", {"feedetail": [self.line({**items[0], "itemNumber": 99}, person, visit, "B1")]})
        self.check(self.done("5203", {"data": {**account, "setl_id": first}}), 1)
        counted = self.done("5206", {"data": {"psn_no": person, "cum_ym": "202603"}})["cuminfo"]
        self.assertEqual([YUAN("625.71")], [row["cum"] for row in counted if row["cum_type_code"] == "D390101"])
        self.reconcile(person, visit, settled["setlinfo"])

        self.assertNotEqual(first, self.check(self.done("2208", {"data": {**account, "setl_id": first}}), -1))
        self.refused("2208", {"data": {**account, "setl_id": first}})
        self.refused("2601", {"data": {"psn_no": person, "omsgid": msgid, "oinfno": "2207"}})
        self.done("2205", {"data": {**account, "chrg_bchno": "0000"}})
        self.done("2202", {"data": {**account, "ipt_otp_no": "MZ2"}})
        self.refused("2202", {"data": {**account, "ipt_otp_no": "MZ2"}})

    def reconcile(self, person, visit, info):
        number, day = self.province.number, info["setl_time"][:10]
        period = {"stmt_begndate": day, "stmt_enddate": day, "setl_optins": info["clr_optins"], "clr_type": "11", "refd_setl_flag": "0"}
        sums = {"medfee_sumamt": number("825.30"), "fund_pay_sumamt": number("666.84"), "fixmedins_setl_cnt": number("1")}
        totals = {"insutype": "390", "acct_pay": number("0"), **period, **sums}
        self.assertEqual("0", self.done("3201", {"data": totals})["stmtinfo"]["stmt_rslt"])
        less = self.done("3201", {"data": {**totals, "medfee_sumamt": number("825.29")}})["stmtinfo"]
        self.assertNotEqual("0", less["stmt_rslt"])
        row = "\t".join((info["setl_id"], visit, person, "825.30", "666.84", "0.00", "0")) + "\t\r\n"
        sent = self.done("9101", {"fsUploadIn": {
            "in": [b - 256 if b > 127 else b for b in row.encode()], "filename": "day.txt", "fixmedins_code": HOSPITAL}})
        found = self.done("3202", {"data": {
            **period, **sums, "cash_payamt": number("158.46"), "file_qury_no": sent["file_qury_no"]}})["fileinfo"]
        raw = self.say("9102", {"fsDownloadIn": {"file_qury_no": found["file_qury_no"], "filename": "plc", "fixmedins_code": HOSPITAL}})
        if raw[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(raw)) as file:
                raw = file.read(file.namelist()[0])
        ours = [line.split("\t") for line in raw.decode("utf-8").splitlines() if info["setl_id"] in line]
        self.assertEqual([(person, visit, info["setl_id"], "0")], [(r[0], r[1], r[2], r[4]) for r in ours])
