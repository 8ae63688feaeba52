using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using MedAid.Contract.Clearing.V1;
using MedAid.Contract.Files.V1;
using MedAid.Contract.People.V1;
using MedAid.Contract.Precheck.V1;
using MedAid.Contract.Reports.V1;
using MedAid.Contract.Settlement.V1;
using MedAid.Gateway.Tests.EndToEnd;
using MedAid.Gateway.Tests.Sharing;
using MedAid.Settlement.Reference;

namespace MedAid.Gateway.Tests.Hosted;

/// <summary>
/// Every call that writes under a request id, done at 23:59 in China on 2026-04-20 and sent again when the world has changed. Its answer has to
/// be that of then.
/// </summary>
public sealed class RepeatedRequestTests
{
    private const string Hospital = Requests.CountyHospital;
    private const string County = "141123";
    private const string Shanting = "H37040600101";
    private const string Heads = "dialysis_capitation";
    private const string Today = "2026-04-20";

    private static readonly DateTimeOffset Evening = new(2026, 4, 20, 23, 59, 0, TimeSpan.FromHours(8));

    private static readonly Metadata Maker = new() { { "medaid-operator", "maker" }, { "medaid-role", "insurance_office" } };
    private static readonly Metadata Checker = new() { { "medaid-operator", "checker" }, { "medaid-role", "insurance_office" } };

    internal static readonly Google.Protobuf.Reflection.ServiceDescriptor[] Services =
    [
        .. new[]
        {
            SettlementService.Descriptor.File, WaiverService.Descriptor.File, CapitationService.Descriptor.File, ClearingService.Descriptor.File,
            JournalService.Descriptor.File, PatientAccountService.Descriptor.File, SheetService.Descriptor.File, StatementService.Descriptor.File,
            PeopleService.Descriptor.File, QualificationService.Descriptor.File, EntitlementGapService.Descriptor.File,
            ApplicationService.Descriptor.File, PremiumService.Descriptor.File, CorrectionService.Descriptor.File,
            PrecheckService.Descriptor.File, ReviewService.Descriptor.File, ReportService.Descriptor.File,
        }.SelectMany(f => f.Services).Distinct(),
    ];

    private readonly List<(string Call, string Told, Func<Task<(string Told, IMessage Answer)>> Again)> done = [];

    [Fact]
    public async Task Every_writing_call_answers_a_repetition_with_what_was_done_whatever_has_changed()
    {
        await using var gateway = await HostedGateway.StartAsync(Evening, "--MedAid:BurdenPoorFen=1", "--MedAid:BurdenOthersFen=1");
        await SettleAndClaimAsync(gateway.Channel);
        await CorrectAsync(gateway.Channel);
        await KeepPatientAccountsAsync(gateway.Channel);
        await SearchAsync(gateway.Channel);
        await SeeToPeopleAsync(gateway.Channel);
        await KeepRollAsync(gateway.Channel);
        await AnswerCardsAsync(gateway.Channel);
        await PrintPapersAsync(gateway.Channel);
        await ReviewAsync(gateway.Channel);
        await ReportAsync(gateway.Channel);
        await TakeBackAsync(gateway.Channel);
        await TakeOutAsync(gateway);
        AssertComplete();

        await AssertSameAsync("at once");
        gateway.Clock.MoveTo(Evening.AddSeconds(90));
        await AssertSameAsync("after midnight");
        gateway.Clock.MoveTo(Evening.AddDays(-75));
        await AssertSameAsync("with a clock that went back");
        gateway.References.Current = new ReferenceData(new Core.Policy.PolicyBook([]), gateway.References.Current.Catalogue, []);
        await AssertSameAsync("without hospitals and packs");
    }

    [Fact]
    public async Task Other_content_under_a_known_id_is_refused_as_such_before_anything_else_of_it_is_checked()
    {
        await using var gateway = await HostedGateway.StartAsync(Evening);
        var accounts = new PatientAccountService.PatientAccountServiceClient(gateway.Channel);
        await accounts.TakeDepositAsync(Deposit("deposit", 500_00));
        var other = Deposit("deposit", -1);
        other.PaidDate = "2999-01-01";
        Assert.Equal("REQUEST_ID_REUSED", (await DoorError.ByGrpcAsync(accounts.TakeDepositAsync(other))).Reason);
    }

    [Fact]
    public async Task The_same_content_from_another_operator_is_a_repetition_and_the_record_names_the_first()
    {
        await using var gateway = await HostedGateway.StartAsync(Evening);
        var accounts = new PatientAccountService.PatientAccountServiceClient(gateway.Channel);
        var first = await accounts.TakeDepositAsync(Deposit("deposit", 500_00));
        var again = await accounts.TakeDepositAsync(Deposit("deposit", 500_00), DefaultOperator.By("赵科长"));
        Assert.Equal((first.RecordNumber, true, DefaultOperator.Name), (again.RecordNumber, again.Replayed, again.Operator));
    }

    /// <summary>A newer client, or a proxy, may add a field that this gateway does not know: that changes nothing of what is asked.</summary>
    [Fact]
    public async Task A_field_that_the_gateway_does_not_know_makes_no_other_content()
    {
        await using var gateway = await HostedGateway.StartAsync(Evening);
        var invoker = gateway.Channel.CreateCallInvoker();
        await new SettlementService.SettlementServiceClient(gateway.Channel).SettleAsync(Sample("unknown", "2026-03-02"));
        var method = new Method<byte[], byte[]>(
            MethodType.Unary, ClearingService.Descriptor.FullName, "BuildClaim", Marshallers.Create(b => b, b => b),
            Marshallers.Create(b => b, b => b));
        var plain = Claim("claim", "2026-03").ToByteArray();
        var first = WriteResponse.Parser.ParseFrom(await invoker.AsyncUnaryCall(method, null, new CallOptions(), plain));

        // Field 999, a number: 7.
        var again = WriteResponse.Parser.ParseFrom(await invoker.AsyncUnaryCall(method, null, new CallOptions(), [.. plain, 0xB8, 0x3E, 7]));
        Assert.Equal((first.RecordNumber, true), (again.RecordNumber, again.Replayed));
    }

    /// <summary>
    /// Whatever is no reading has a key and can be tried. RebuildFacts has neither: it draws anew what follows from the ledger, keeps no fact of
    /// its own, and may be done as often as one likes. Nor has PrepareOrders, which reads ahead and changes nothing.
    /// </summary>
    [Fact]
    public void Every_call_that_writes_has_a_request_id_and_validate_only()
    {
        string[] readings = ["Get", "List", "Quote", "Age", "Report", "Export", "Download", "Check", "Measure", "Verify", "Sample"];
        string[] lacking =
        [
            .. from method in Services.SelectMany(s => s.Methods)
               where !readings.Any(r => method.Name.StartsWith(r, StringComparison.Ordinal))
               where method.InputType.FindFieldByName("request_id") is not { ContainingOneof: null }
                   || method.InputType.FindFieldByName("validate_only") is null
               select method.Name,
        ];
        Assert.Equal(["RebuildFacts", "PrepareOrders"], lacking);
    }

    private async Task AnswerCardsAsync(GrpcChannel channel) => await DoAsync(
        () => new PrecheckService.PrecheckServiceClient(channel).RecordCardFeedbackAsync(new()
        {
            RequestId = "card-1", HospitalCode = Hospital, VisitId = "V-card",
            Answers =
            {
                new CardAnswer
                {
                    CardId = "restricted-drug.0123456789abcdef01234567", Disposition = CardDisposition.GoOn, ReasonCode = "urgent", UntilDate = "2026-05-01",
                },
            },
        }),
        a => $"{a.FeedbackId} {a.RecordedTime} {a.Answers}");

    private async Task PrintPapersAsync(GrpcChannel channel)
    {
        var papers = new PrecheckService.PrecheckServiceClient(channel);
        var visit = Sample("papers", Today).Visit;
        visit.HospitalCode = Requests.CityHospital;
        static string Told(Contract.Precheck.V1.Paper paper) => $"{paper.PaperId} {paper.Number} {paper.HtmlSha256} {paper.IssuedTime}";
        var issue = new IssuePaperRequest { RequestId = "paper-1", Visit = visit, Kind = PaperKind.CrossCountyNotice };
        var paper = await DoAsync(() => papers.IssuePaperAsync(issue), Told);
        var sign = new RecordSignatureRequest
        {
            RequestId = "paper-2", PaperId = paper.PaperId, HospitalCode = paper.HospitalCode, Signer = PaperSigner.Patient, FileNumber = "1",
        };
        await DoAsync(() => papers.RecordSignatureAsync(sign), p => $"{Told(p)} {p.Signature}");
        await DoAsync(
            () => papers.WithdrawPaperAsync(new() { RequestId = "paper-3", PaperId = paper.PaperId, HospitalCode = paper.HospitalCode, Reason = "重打" }),
            p => $"{Told(p)} {p.Withdrawal}");
    }

    private async Task ReviewAsync(GrpcChannel channel)
    {
        var review = new ReviewService.ReviewServiceClient(channel);
        await DoAsync(
            () => review.RunReviewAsync(new() { RequestId = "review-1", HospitalCode = Hospital, FromDate = "2026-03-01", ToDate = "2026-03-31" }),
            a => $"{a.Visits} {a.Findings} {a.AddedFindings} {a.ContinueToken}");
        var found = await review.ListReviewFindingsAsync(new() { HospitalCode = Hospital });
        await DoAsync(
            () => review.RecordReviewOutcomeAsync(new() { RequestId = "outcome-1", FindingId = found.Findings[0].FindingId, State = ReviewState.Educated }),
            a => $"{a.Finding.FindingId} {a.Finding.Outcomes}");
    }

    private async Task ReportAsync(GrpcChannel channel)
    {
        var reports = new ReportService.ReportServiceClient(channel);
        await DoAsync(
            () => reports.EnterReportFigureAsync(new()
            {
                RequestId = "figure-1", Form = "two-disease-dispatch", Period = "2026-03", Cell = "chronic.diabetes.managed", Count = 12, Source = "名单",
            }),
            a => a.Subject);
        await DoAsync(
            () => reports.FileReportAsync(new() { RequestId = "filing-1", Form = "two-disease-dispatch", Period = "2026-03" }), a => a.Subject);
    }

    private async Task TakeBackAsync(GrpcChannel channel)
    {
        var settlements = new SettlementService.SettlementServiceClient(channel);
        var settled = (await settlements.SettleAsync(Sample("s-back", "2026-04-18"))).Settlement;
        await DoAsync(
            () => settlements.RefundItemsAsync(new()
            {
                RequestId = "back-1", SettlementId = settled.SettlementId, HospitalCode = Hospital, Reason = "未使用",
                Items = { new ReturnedItem { ItemNumber = settled.Breakdown.Items[0].ItemNumber } },
            }),
            a => $"{a.Reversal.SettlementId} {a.Settlement.SettlementId}");
    }

    private async Task TakeOutAsync(HostedGateway gateway)
    {
        var journal = new JournalService.JournalServiceClient(gateway.Channel);
        await PoisonedBookTests.PoisonAsync(gateway.Book);
        var number = (await journal.GetBookHeadAsync(new())).SetAsideRecords[0].RecordNumber;
        await DoAsync(
            () => journal.VoidRecordAsync(new()
            {
                RequestId = "void-1", RecordNumber = number, Note = "录入错误", CheckedBy = "复核员",
            }),
            a => $"{a.RecordNumber} {a.VoidedRecordNumber}");
    }

    private async Task SettleAndClaimAsync(GrpcChannel channel)
    {
        var settlements = new SettlementService.SettlementServiceClient(channel);
        var clearing = new ClearingService.ClearingServiceClient(channel);
        var sheets = new SheetService.SheetServiceClient(channel);
        var first = await DoAsync(() => settlements.SettleAsync(Sample("s-1", "2026-03-02")), a => a.Settlement.SettlementId);
        var claim = await DoAsync(() => clearing.BuildClaimAsync(Claim("claim-1", "2026-03")), Record);
        var owed = claim.Moves.Single();
        await DoAsync(() => clearing.RecordReplyAsync(Reply("reply-1", claim, owed.AmountFen - 3_13, "超出限价")), Record);
        await DoAsync(
            () => clearing.DecideRefusedAsync(new()
            {
                RequestId = "refused-1", ReceivableIds = { owed.ReceivableId }, Decision = RefusedDecision.Charged, Note = "由患者承担",
            }),
            Record);

        // 30.00 are accepted: 0.50 are kept back, and of 100.00 the rest waits for the next claim.
        var payment = Payment("pay-1", "B1", 100_00);
        payment.RetainedFen = 50;
        await DoAsync(() => clearing.RecordPaymentAsync(payment), Record);
        await DoAsync(
            () => clearing.ReleaseRetentionAsync(new()
            {
                RequestId = "release-1", PaymentId = "B2", HospitalCode = Hospital, CountyCode = County, PaidDate = Today, ReceivedFen = 50,
            }),
            Record);
        var second = (await settlements.SettleAsync(Sample("s-2", "2026-03-03"))).Settlement;
        var next = await clearing.BuildClaimAsync(Claim("claim-2", "2026-03"));
        await clearing.RecordReplyAsync(Reply("reply-2", next, next.Moves.Single().AmountFen));
        await DoAsync(() => clearing.MatchPaymentAsync(new() { RequestId = "match-1", PaymentId = "B1" }), Record);
        await DoAsync(
            () => settlements.ReverseAsync(
                new() { RequestId = "undo-2", HospitalCode = Requests.CountyHospital, SettlementId = second.SettlementId, Reason = "录入错误" }),
            a => a.Settlement.SettlementId);
        await DoAsync(
            () => clearing.RefundCountyAsync(new()
            {
                RequestId = "refund-1", PaymentId = "B3", HospitalCode = Hospital, CountyCode = County, PaidDate = Today, AmountFen = 1_00,
            }),
            Record);
        await ImportAsync(settlements, clearing, sheets);
        Assert.False(first.Replayed);
    }

    private async Task ImportAsync(
        SettlementService.SettlementServiceClient settlements, ClearingService.ClearingServiceClient clearing,
        SheetService.SheetServiceClient sheets)
    {
        await settlements.SettleAsync(Sample("s-3", "2026-03-04"));
        var claim = await clearing.BuildClaimAsync(Claim("claim-3", "2026-03"));
        var yuan = $"{claim.Moves.Single().AmountFen / 100}.{claim.Moves.Single().AmountFen % 100:00}";
        var sheet = await sheets.GetClaimSheetAsync(new() { ClaimId = claim.ClaimId, Format = FileFormat.Csv });
        var reply = Encoding.UTF8.GetString(sheet.File.Span)
            .Replace($",{yuan},,\r\n小计", $",{yuan},{yuan},\r\n小计", StringComparison.Ordinal);
        await DoAsync(
            () => sheets.ImportReplyAsync(new() { RequestId = "file-1", File = ByteString.CopyFromUtf8(reply) }),
            a => $"{a.RecordNumber} {a.AcceptedFen}");
        var bank = $"流水号,交易日期,贷方金额,对方户名,摘要\nB4,{Today},1.00,兴县财政局,医疗救助\n";
        await DoAsync(
            () => sheets.ImportPaymentsAsync(new()
            {
                RequestId = "file-2", HospitalCode = Hospital, File = ByteString.CopyFromUtf8(bank),
            }),
            a => $"{a.Written} {a.Lines.Single().PaymentId} {a.Faults.Count}");
    }

    private async Task CorrectAsync(GrpcChannel channel)
    {
        var clearing = new ClearingService.ClearingServiceClient(channel);
        var corrections = new CorrectionService.CorrectionServiceClient(channel);
        var wrong = await clearing.RecordPaymentAsync(Payment("pay-9", "B9", 1_00));
        var proposed = await DoAsync(
            () => corrections.ProposeCorrectionAsync(new()
            {
                RequestId = "wrong-1", RecordNumber = wrong.RecordNumber, Note = "重复录入",
            }),
            Record);
        await DoAsync(
            () => corrections.DecideCorrectionAsync(new()
            {
                RequestId = "right-1", CorrectionId = proposed.Correction.CorrectionId, Approved = true, Note = "同意",
            }, DefaultOperator.By("王主任")),
            Record);
        await new SettlementService.SettlementServiceClient(channel).SettleAsync(Sample("s-9", "2026-03-09"));
        var claim = await clearing.BuildClaimAsync(Claim("claim-9", "2026-03"));
        await DoAsync(
            () => corrections.WithdrawClaimAsync(new() { RequestId = "withdraw-1", ClaimId = claim.ClaimId, Note = "漏报" }),
            Record);
    }

    private async Task KeepPatientAccountsAsync(GrpcChannel channel)
    {
        var settlements = new SettlementService.SettlementServiceClient(channel);
        var accounts = new PatientAccountService.PatientAccountServiceClient(channel);
        var signed = await DoAsync(
            () => accounts.SignAgreementAsync(new()
            {
                RequestId = "sign-1", IdNumber = Requests.Wu, HospitalCode = Hospital, Number = "2026-001", SignedDate = "2026-03-02",
            }),
            Record);
        var stay = (await settlements.SettleAsync(Stay("stay-1", Requests.Wu, signed.AgreementId))).Settlement;
        await DoAsync(
            () => accounts.PayDebtAsync(new()
            {
                RequestId = "debt-1", IdNumber = Requests.Wu, HospitalCode = Hospital, AmountFen = 100_00,
            }),
            Record);
        var proposed = await DoAsync(
            () => accounts.ProposeWriteOffAsync(new()
            {
                RequestId = "propose-1", PersonKey = stay.PersonKey, HospitalCode = Hospital, Note = "确无偿还能力",
            }),
            Record);
        await DoAsync(
            () => accounts.DecideWriteOffAsync(new()
            {
                RequestId = "decide-1", ProposalId = proposed.ProposalId, Approved = true, Note = "同意",
            }, DefaultOperator.By("王主任")),
            Record);
        await settlements.ReverseAsync(
            new() { RequestId = "undo-stay", HospitalCode = Requests.CountyHospital, SettlementId = stay.SettlementId, Reason = "录入错误" });
        await DoAsync(
            () => accounts.RefundPatientAsync(new()
            {
                RequestId = "back-1", IdNumber = Requests.Wu, HospitalCode = Hospital, AmountFen = 100_00, PaidDate = Today,
            }),
            Record);
        await DoAsync(
            () => accounts.EndAgreementAsync(new()
            {
                RequestId = "end-1", AgreementId = signed.AgreementId, LastDate = Today, Note = "出院",
            }),
            Record);
        await DoAsync(() => accounts.TakeDepositAsync(Deposit("deposit-1", 500_00)), Record);
        var plain = (await settlements.SettleAsync(Stay("stay-2", Requests.Wei))).Settlement;
        await DoAsync(
            () => accounts.ApplyDepositAsync(new()
            {
                RequestId = "apply-1", IdNumber = Requests.Wei, HospitalCode = Hospital, SettlementId = plain.SettlementId, AmountFen = 315_00,
            }),
            Record);
        await DoAsync(
            () => accounts.ReturnDepositAsync(new()
            {
                RequestId = "return-1", IdNumber = Requests.Wei, HospitalCode = Hospital, AmountFen = 185_00, PaidDate = Today,
            }),
            Record);
    }

    /// <summary>Of 样例酉, dialysis without a qualification; every burden is one, for the line is a fen.</summary>
    private async Task SearchAsync(GrpcChannel channel)
    {
        var settlements = new SettlementService.SettlementServiceClient(channel);
        var gaps = new EntitlementGapService.EntitlementGapServiceClient(channel);
        foreach (var day in new[] { "2026-02-01", "2026-02-08", "2026-02-15" })
        {
            await settlements.SettleAsync(Requests.Outpatient($"d-{day}", Requests.You, day, 400_00).With(v => v.Items[0].Code = Requests.Dialysis));
        }

        var list = await DoAsync(
            () => gaps.BuildFindingListAsync(
                new() { RequestId = "list-1", Receiver = GapAuthority.InsuranceBureau, CountyCode = County }, Maker),
            a => a.List.Head.ListId);
        await DoAsync(
            () => gaps.AcknowledgeFindingListAsync(
                new()
                {
                    RequestId = "ack-1", ListId = list.List.Head.ListId,
                    Answers = { new LineAnswer { LineNumber = 1, Outcome = LineOutcome.TakenUp } },
                },
                Maker),
            a => $"{a.Head.ListId} {a.Lines[0].Outcome}");
        var burden = (await gaps.ListFindingsAsync(new() { Kind = FindingKind.Burden }, Maker)).Findings[0];
        await DoAsync(
            () => gaps.ReferToAidAsync(new() { RequestId = "refer-1", FindingId = burden.FindingId, Note = "负担仍重" }, Maker),
            a => $"{a.FindingId} {a.Referral.ReferredBy}");
        await DoAsync(
            () => gaps.DecideAidAsync(new() { RequestId = "aid-1", FindingId = burden.FindingId, GrantedFen = 1_00 }, Maker),
            a => $"{a.FindingId} {a.Referral.GrantedFen}");
        var filed = await DoAsync(
            () => gaps.FileUremiaAsync(new() { RequestId = "file-u", IdNumber = Requests.Chen, SinceDate = Today, Note = "外院透析" }, Maker),
            a => a.PersonKey);
        await DoAsync(
            () => gaps.EndUremiaAsync(
                new() { RequestId = "end-u", PersonKey = filed.PersonKey, EndDate = Today, End = UremiaEnd.MovedAway }, Maker),
            a => a.PersonKey);
    }

    private async Task SeeToPeopleAsync(GrpcChannel channel)
    {
        var people = new PeopleService.PeopleServiceClient(channel);
        var qualifications = new QualificationService.QualificationServiceClient(channel);
        var applications = new ApplicationService.ApplicationServiceClient(channel);
        await DoAsync(
            () => people.ImportRosterAsync(
                new()
                {
                    RequestId = "roster-1", Kind = RosterKind.Changes, CountyCode = County,
                    File = ByteString.CopyFrom(File.ReadAllBytes(Clone.Sample("rosters/annex3-changes.csv"))),
                },
                Maker),
            a => $"{a.Import.ImportId} {a.Import.LinesChanged}");
        var mark = (await people.ListReadjudicationMarksAsync(new())).Marks[0];
        await DoAsync(
            () => people.ResolveReadjudicationMarkAsync(
                new() { RequestId = "mark-1", SettlementId = mark.SettlementId, Outcome = MarkOutcome.Refused, Reason = "不影响待遇" }, Maker),
            a => $"{a.ResolvedTime}");
        await DoAsync(() => people.RotatePersonKeyAsync(new() { RequestId = "rotate-1", NewKey = true }, Maker), a => a.KeyId);

        var submitted = await DoAsync(
            () => applications.SubmitApplicationAsync(
                new()
                {
                    RequestId = "apply-for", IdNumber = Requests.You, ApplicantClass = ApplicantClass.LowIncome,
                    Purpose = ApplicationPurpose.Identity, CountyCode = County, Township = "蔚汾镇", Village = "东关村", Papers = { "diagnosis" },
                },
                Maker),
            a => a.Application.ApplicationId);
        await DoAsync(
            () => applications.RecordStepAsync(
                new()
                {
                    RequestId = "step-1", ApplicationId = submitted.Application.ApplicationId,
                    Withdrawal = new WithdrawalStep { Reason = "本人撤回" },
                },
                Maker),
            a => $"{a.Application.ApplicationId} {a.Application.State}");

        var chronic = await DoAsync(
            () => qualifications.ApplyQualificationAsync(
                new()
                {
                    RequestId = "apply-q", IdNumber = Requests.You, Kind = QualificationKind.Chronic, DiseaseCode = Requests.Uraemia,
                    EvidenceHospitalCode = Requests.CountyHospital,
                },
                Maker),
            a => a.ApplicationId);
        await DoAsync(
            () => qualifications.DecideQualificationAsync(new() { RequestId = "decide-q", ApplicationId = chronic.ApplicationId }, Checker),
            a => a.Applications.Single().FromDate);
        var list = $"身份证号码,病种编码,管理机构编码,是否用药\n{Requests.Wei},M03900,H1,是\n{Requests.Wu},M03900,H1,否\n";
        await DoAsync(
            () => qualifications.EnrolTwoDiseaseAsync(
                new() { RequestId = "enrol-1", File = ByteString.CopyFromUtf8(list), CheckedBy = "checker" }, Maker),
            a => $"{a.Enrolled} {a.Faults}");
        await DoAsync(
            () => qualifications.EndQualificationAsync(
                new()
                {
                    RequestId = "end-q", ApplicationId = chronic.ApplicationId, EndedDate = "2026-04-25", Reason = QualificationEndReason.ByRequest,
                },
                Maker),
            a => a.Application.ApplicationId);
        await DoAsync(
            () => new PremiumService.PremiumServiceClient(channel).RunPremiumAidAsync(
                new() { RequestId = "run-1", Year = 2026, CountyCode = County, PersonalFen = 400_00, FiscalFen = 670_00 }, Maker),
            a => $"{a.StartedTime} {a.EndedTime} {a.Persons} {a.Changed}");
    }

    private async Task KeepRollAsync(GrpcChannel channel)
    {
        var contract = new CapitationService.CapitationServiceClient(channel);
        await DoAsync(
            () => contract.ChangeCapitationAsync(new()
            {
                RequestId = "join-1", IdNumber = "370406197001019017", HospitalCode = Shanting, Programme = Heads, Kind = CapitationChangeKind.Join,
                Day = "2020-07-01",
            }),
            a => $"{a.Change.ChangeNumber}");
        await DoAsync(
            () => contract.BuildCapitationClaimAsync(new()
            {
                RequestId = "heads-1", HospitalCode = Shanting, Programme = Heads, Month = "2020-07",
            }),
            a => $"{a.Claim.ClaimId} {a.Claim.AmountFen}");
    }

    /// <summary>Does a call now, and keeps it for later with what of its answer does not change.</summary>
    private async Task<T> DoAsync<T>(Func<AsyncUnaryCall<T>> call, Func<T, string> told)
        where T : IMessage
    {
        var answer = await call();
        done.Add((typeof(T).Name, told(answer), async () => await call() is var again ? (told(again), again) : default));
        return answer;
    }

    private async Task AssertSameAsync(string when)
    {
        foreach (var (call, told, again) in done)
        {
            try
            {
                var (now, answer) = await again();
                Assert.True(told == now, $"{call} {when}: {now} and not {told}");
                Assert.True(answer.Descriptor.FindFieldByName("replayed")?.Accessor.GetValue(answer) is not false, $"{call} {when}: not replayed");
            }
            catch (RpcException refused)
            {
                Assert.Fail($"{call} {when} ({told}): {refused.Status} {refused.Trailers.GetValue("grpc-status-details-bin")}");
            }
        }
    }

    /// <summary>No writing call of the contract is missing above: whoever adds one adds it here.</summary>
    private void AssertComplete()
    {
        var writing = Services.SelectMany(s => s.Methods)
            .Where(m => m.InputType.FindFieldByName("request_id") is { ContainingOneof: null })
            .Select(m => m.OutputType.ClrType.Name).Order(StringComparer.Ordinal);
        Assert.Equal(writing, done.Select(d => d.Call).Order(StringComparer.Ordinal));
    }

    private static string Record(WriteResponse answer) => $"{answer.RecordNumber} {answer.ClaimId}";

    private static string Record(CorrectionRecord answer) => $"{answer.RecordNumber} {answer.Correction.CorrectionId}";

    private static string Record(PatientRecord answer) => $"{answer.RecordNumber} {answer.Sentence}";

    private static SettleRequest Sample(string requestId, string day) =>
        Requests.Sample(requestId).With(v => (v.ServiceDate, v.VisitId) = (day, $"V-{requestId}"));

    private static SettleRequest Stay(string requestId, string idNumber, string agreement = "") =>
        Requests.Outpatient(requestId, idNumber, "2026-03-02", 3_000_00).With(v => (v.Care, v.AgreementId) = (Care.Inpatient, agreement));

    private static TakeDepositRequest Deposit(string requestId, long fen) => new()
    {
        RequestId = requestId, IdNumber = Requests.Wei, HospitalCode = Hospital, AmountFen = fen, PaidDate = Today,
    };

    private static BuildClaimRequest Claim(string requestId, string period) => new()
    {
        RequestId = requestId, HospitalCode = Hospital, CountyCode = County, Period = period,
    };

    private static RecordReplyRequest Reply(string requestId, WriteResponse claim, long fen, string reason = "") => new()
    {
        RequestId = requestId, ClaimId = claim.ClaimId,
        Lines = { new ReplyLine { ReceivableId = claim.Moves.Single().ReceivableId, AcceptedFen = fen, Reason = reason } },
    };

    private static RecordPaymentRequest Payment(string requestId, string paymentId, long fen) => new()
    {
        RequestId = requestId, PaymentId = paymentId, HospitalCode = Hospital, CountyCode = County, PaidDate = Today, ReceivedFen = fen,
    };
}
