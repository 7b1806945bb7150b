/* A region, a SOP that uses every construct of the language, and one that it calls: what fuzzed inputs meet.
 *
 * must() rather than a test library: the same code runs under libFuzzer and in tests. */
#ifndef TESTS_FUZZ_SMALL_H
#define TESTS_FUZZ_SMALL_H

#include "base/must.h"
#include "api/judging.h"
#include "read/read.h"

static const char small_region_text[] =
    "name: Kantor\n"
    "timezone: Asia/Makassar\n"
    "day: kerja\n"
    "work_week: {senin: [07:30-12:00, 13:00-16:00], selasa: [08:00-12:00]}\n"
    "actors: {pemohon: {title: Pemohon, applicant: true}, petugas: Petugas}\n"
    "documents: {ktp: {title: KTP, given: true}, kartu: {title: Kartu, given: optional, valid_for: 3 hari}}\n";

static const char small_legal_text[] =
    "aliases: {Undang-Undang: UU, Peraturan Presiden: [Perpres]}\n"
    "instruments:\n"
    "- {instrument: UU, number: 11, year: 2008, subject: Informasi dan Transaksi Elektronik, source: s}\n"
    "- {instrument: Perpres, number: 53, year: 2017, subject: Badan Siber dan Sandi Negara, source: s,\n"
    "   replaced_by: Peraturan Presiden Nomor 28 Tahun 2021, since: 2021-04-13}\n"
    "- {instrument: Peraturan Presiden, number: 82, year: 2022, subject: Infrastruktur Informasi Vital, source: s}\n";

static const char small_holidays_text[] =
    "year: 2026\n"
    "decree: Keputusan 1\n"
    "source: s\n"
    "holidays: [{date: 2026-01-01, name: Tahun Baru}, {date: 2026-12-25, name: Natal}]\n"
    "joint_leave: [{date: 2026-12-24, name: Natal}]\n";

static const char small_callee_text[] =
    "title: Anak\n"
    "documents: {bahan: {title: Bahan, given: true}, lebih: {title: Lebih, given: optional}, barang: Barang}\n"
    "steps:\n"
    "- {step: olah, actor: petugas, inputs: [bahan], outputs: [barang], duration: 1-2 hari kerja}\n"
    "- {step: nilai, actor: petugas, inputs: [barang], duration: 1 menit, decision: {question: Baik?, tidak: olah}}\n";

static const char small_caller_text[] =
    "title: Induk\n"
    "documents:\n"
    "  token: {title: Token, valid_for: 1 jam}\n"
    "  surat: Surat\n"
    "  akun: {title: Akun, given: optional}\n"
    "  hilang: Hilang\n"
    "  kiri: Kiri\n"
    "  kanan: Kanan\n"
    "  hasil: {title: Hasil, result: true}\n"
    "steps:\n"
    "- {step: mulai, actor: pemohon, inputs: [ktp], outputs: [surat, token], duration: 5 menit}\n"
    "- {step: isi, actor: pemohon, inputs: [token, hilang], expired: mulai, duration: 1 hari kalender}\n"
    "- {step: buat-akun, actor: petugas, outputs: [akun], unless: akun}\n"
    "- step: periksa\n"
    "  actor: petugas\n"
    "  inputs: [surat]\n"
    "  decision: {question: Sesuai?, tidak: {to: mulai, outputs: [hilang]}}\n"
    "- step: bersama\n"
    "  parallel:\n"
    "  - [{step: satu, actor: petugas, outputs: [kiri]}, {step: dua, actor: pemohon, inputs: [kiri]}]\n"
    "  - [{step: tiga, actor: petugas, outputs: [kanan], duration: 2 minggu}]\n"
    "- {step: pesan, actor: petugas, inputs: [surat], outputs: [hasil], call: [anak, anak-lagi],\n"
    "   with: {bahan: surat}, returns: {hasil: barang}}\n"
    "- {step: tutup, actor: petugas, inputs: [hasil, kiri, kanan]}\n"
    "accepted: [{finding: B301, at: isi.hilang, reason: Baris 7}]\n";

struct small {
    struct arena arena;
    struct findings findings;
    struct region *region;
    struct legal legal;
    struct holidays holidays;
    struct sop *callee, *caller;
};

/* Callees named `anak…` are the small one, if it is there; `masukan` is the SOP itself; no other exists. */
static inline void small_link(struct sop *sop, struct sop *callee)
{
    for (uint16_t s = 0; s < sop->n_steps; s++)
        for (uint16_t c = 0; c < sop->steps[s].call.n; c++) {
            struct callee *called = &sop->steps[s].call.callees[c];
            bool child = called->name.len >= 4 && text_eq((struct text){called->name.at, 4}, TEXT("anak"));
            called->sop = child ? callee : text_eq(called->name, TEXT("masukan")) ? sop : NULL;
            called->exists = called->sop != NULL;
        }
}

/* Reads one more SOP, links and compiles it. NULL where it has an error. */
static inline struct sop *small_read(const struct source_file *file, struct text name, const struct region *region,
                                     struct sop *callee)
{
    struct sop *sop;
    must(read_sop(file, name, region, &sop) == STATUS_OK);
    if (!sop)
        return NULL;
    if (findings_errors(file->findings, 0) == 0)
        must(plan_compile(sop, file->arena));
    small_link(sop, callee);
    must(read_link(file, sop, (struct texts){0}) == STATUS_OK);
    must(read_circles(file, sop) == STATUS_OK);
    return findings_errors(file->findings, 0) == 0 ? sop : NULL;
}

/* Judges a SOP that was read; its findings go to their own list, since few of the small SOPs' matter. */
static inline void small_check(struct small *small, struct sop *sop)
{
    struct findings findings = {.arena = &small->arena};
    struct checker checker = {.sop = sop, .legal = &small->legal, .arena = &small->arena, .findings = &findings};
    enum checked checked;
    must(judge_sop(&checker, &checked) == STATUS_OK && checked == CHECKED_ALL);
}

static inline void small_open(struct small *small)
{
    *small = (struct small){0};
    small->findings.arena = &small->arena;
    struct source_file file = {.bytes = TEXT(small_region_text), .arena = &small->arena, .findings = &small->findings};
    must(read_region(&file, TEXT("uji"), &small->region) == STATUS_OK);
    file.bytes = TEXT(small_callee_text);
    small->callee = small_read(&file, TEXT("uji/anak"), small->region, NULL);
    must(small->callee);
    file.bytes = TEXT(small_caller_text);
    small->caller = small_read(&file, TEXT("uji/induk"), small->region, small->callee);
    file.bytes = TEXT(small_legal_text);
    must(read_legal(&file, &small->legal) == STATUS_OK);
    file.bytes = TEXT(small_holidays_text);
    must(read_holidays(&file, &small->holidays) == STATUS_OK);
    must(small->caller && small->findings.n == 0);
    small_check(small, small->callee);
    small_check(small, small->caller);
}

#endif
