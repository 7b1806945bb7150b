/* A small office for tests of the interpreter: one SOP for each construct, read from text as files are, and a desk at
 * which a case is worked on.
 *
 * Whatever a test does at a desk is watched: a command that is refused leaves the state as it was, byte for byte; every
 * event that decide() gives can be applied; a second state, fed with the events' bytes alone, is the same after each of
 * them; an open case always has a step that is due. */
#ifndef TESTS_SMALL_SOPS_H
#define TESTS_SMALL_SOPS_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "read/read.h"
#include "run/interpreter.h"

enum { HOUR = 3600 * 1000, DAY = 24 * HOUR };

struct sheet {
    const char *name, *text;
};

static const char small_region[] = "name: Kantor\n"
                                   "actors: {pemohon: {title: Pemohon, applicant: true}, petugas: Petugas}\n"
                                   "work_week: {senin: [08:00-12:00]}\n";

static const struct sheet small_sheets[] = {
    /* straight on; `lampiran` may come late */
    {"kantor/lurus",
     "title: Lurus\n"
     "documents: {minta: {title: Minta, given: true}, lampiran: {title: Lampiran, given: optional},\n"
     "  tak-perlu: {title: Tak perlu, given: true}, draf: Draf, hasil: {title: Hasil, result: true}}\n"
     "steps:\n"
     "- {step: tulis, actor: pemohon, inputs: [minta], outputs: [draf], duration: 1 menit}\n"
     "- {step: sahkan, actor: petugas, inputs: [draf, lampiran], outputs: [hasil], duration: 2 menit}\n"},
    /* a Tidak goes back, another one ends the case */
    {"kantor/putusan", "title: Putusan\n"
                       "documents: {draf: Draf, setuju: Setuju, catatan: Catatan, tolak: Tolak, hasil: Hasil}\n"
                       "steps:\n"
                       "- {step: tulis, actor: pemohon, outputs: [draf], duration: 4 menit}\n"
                       "- {step: periksa, actor: petugas, inputs: [draf], outputs: [setuju], duration: 1 menit,\n"
                       "   decision: {question: Lengkap?, tidak: {to: tulis, outputs: [catatan]}}}\n"
                       "- {step: putus, actor: petugas, inputs: [setuju], outputs: [hasil],\n"
                       "   decision: {question: Layak?, ya: end, tidak: {to: end, outputs: [tolak]}}}\n"},
    /* the first step and two in a row are skipped where their document is there */
    {"kantor/kecuali",
     "title: Kecuali\n"
     "documents: {akun: {title: Akun, given: optional}, kartu: {title: Kartu, given: optional}, hasil: Hasil}\n"
     "steps:\n"
     "- {step: buat-akun, actor: petugas, outputs: [akun], unless: akun}\n"
     "- {step: pakai-akun, actor: pemohon, inputs: [akun]}\n"
     "- {step: buat-lagi, actor: petugas, outputs: [akun], unless: akun}\n"
     "- {step: buat-kartu, actor: petugas, outputs: [kartu], unless: kartu}\n"
     "- {step: pakai-kartu, actor: pemohon, inputs: [kartu], outputs: [hasil]}\n"
     "- {step: kartu-akhir, actor: petugas, outputs: [kartu], unless: kartu}\n"},
    /* a decision that is skipped goes on as after Ya */
    {"kantor/kecuali-putusan", "title: Kecuali putusan\n"
                               "documents: {izin: {title: Izin, given: optional}}\n"
                               "steps:\n"
                               "- {step: mulai, actor: pemohon}\n"
                               "- {step: periksa, actor: petugas, outputs: [izin], unless: izin,\n"
                               "   decision: {question: Boleh?, ya: beri, tidak: mulai}}\n"
                               "- {step: dilewati, actor: petugas}\n"
                               "- {step: beri, actor: petugas, inputs: [izin]}\n"},
    /* two steps that skip each other for ever */
    {"kantor/lingkaran", "title: Lingkaran\n"
                         "documents: {dok: {title: Dok, given: optional}}\n"
                         "steps:\n"
                         "- {step: mulai, actor: pemohon}\n"
                         "- {step: ping, actor: petugas, outputs: [dok], unless: dok, next: pong}\n"
                         "- {step: pong, actor: petugas, outputs: [dok], unless: dok, next: ping}\n"},
    /* links that run out */
    {"kantor/kedaluwarsa",
     "title: Kedaluwarsa\n"
     "documents: {tautan: {title: Tautan, valid_for: 24 jam}, kode: {title: Kode, valid_for: 1 jam},\n"
     "  tanda: {title: Tanda, given: true, valid_for: 2 hari}, isian: Isian}\n"
     "steps:\n"
     "- {step: kirim, actor: petugas, inputs: [tanda], outputs: [tautan, kode]}\n"
     "- {step: isi, actor: pemohon, inputs: [tautan, kode], outputs: [isian], expired: kirim}\n"
     "- {step: simpan, actor: petugas, inputs: [tanda, isian]}\n"},
    /* the SOP that others call: it takes `bahan`, may take `tambahan`, makes `barang`, and `struk` on Ya only */
    {"kantor/anak", "title: Anak\n"
                    "documents: {bahan: {title: Bahan, given: true}, tambahan: {title: Tambahan, given: optional},\n"
                    "  barang: Barang, struk: Struk}\n"
                    "steps:\n"
                    "- {step: olah, actor: petugas, inputs: [bahan], outputs: [barang], duration: 3 menit}\n"
                    "- {step: nilai, actor: petugas, inputs: [barang], outputs: [struk], duration: 1 menit,\n"
                    "   decision: {question: Baik?, ya: end, tidak: end}}\n"},
    {"kantor/anak-dua", "title: Anak dua\n"
                        "documents: {modal: {title: Modal, given: true}, laba: Laba}\n"
                        "steps: [{step: putar, actor: petugas, inputs: [modal], outputs: [laba]}]\n"},
    /* enters its callee by itself; keys are equal */
    {"kantor/induk", "title: Induk\n"
                     "documents: {bahan: {title: Bahan, given: true}, tambahan: {title: Tambahan, given: optional},\n"
                     "  barang: Barang, struk: Struk, rahasia: Rahasia}\n"
                     "steps:\n"
                     "- {step: siap, actor: pemohon, inputs: [bahan], outputs: [rahasia]}\n"
                     "- {step: pesan, actor: petugas, inputs: [bahan], outputs: [barang, struk], call: anak}\n"
                     "- {step: pakai, actor: pemohon, inputs: [barang]}\n"},
    /* a choice, with and returns; `bahan` of the one and `modal` of the other come from `uang` */
    {"kantor/induk-pilih",
     "title: Induk pilih\n"
     "documents: {uang: {title: Uang, given: true}, untung: Untung}\n"
     "steps:\n"
     "- {step: pilih, actor: petugas, inputs: [uang], outputs: [untung], call: [anak, kantor/anak-dua],\n"
     "   with: {bahan: uang, modal: uang}, returns: {untung: laba}}\n"},
    /* the callee's documents must be brought when it is entered */
    {"kantor/induk-minta", "title: Induk minta\n"
                           "documents: {surat: Surat, barang: Barang}\n"
                           "steps:\n"
                           "- {step: siap, actor: pemohon, outputs: [surat]}\n"
                           "- {step: pesan, actor: petugas, inputs: [surat], outputs: [barang], call: anak}\n"},
    /* calls within calls, at the start and at the end of the list */
    {"kantor/kakek", "title: Kakek\n"
                     "documents: {bahan: {title: Bahan, given: true}, barang: Barang}\n"
                     "steps: [{step: suruh, actor: petugas, inputs: [bahan], call: induk-antar}]\n"},
    {"kantor/induk-antar", "title: Induk antar\n"
                           "documents: {bahan: {title: Bahan, given: true}, barang: Barang}\n"
                           "steps: [{step: antar, actor: petugas, inputs: [bahan], outputs: [barang], call: anak}]\n"},
    /* two SOPs to choose from, whose steps of one key call different ones */
    {"kantor/kakek-pilih",
     "title: Kakek pilih\n"
     "documents: {bahan: {title: Bahan, given: true}}\n"
     "steps: [{step: suruh, actor: petugas, inputs: [bahan], call: [induk-antar, induk-antar-dua]}]\n"},
    {"kantor/induk-antar-dua",
     "title: Induk antar dua\n"
     "documents: {bahan: {title: Bahan, given: true}}\n"
     "steps: [{step: antar, actor: petugas, inputs: [bahan], call: anak-dua, with: {modal: bahan}}]\n"},
    /* a passed document keeps its age; a call step has no `expired` */
    {"kantor/umur", "title: Umur\n"
                    "documents: {surat: {title: Surat, valid_for: 1 jam}}\n"
                    "steps:\n"
                    "- {step: tulis, actor: pemohon, outputs: [surat]}\n"
                    "- {step: tunggu, actor: pemohon}\n"
                    "- {step: serah, actor: petugas, inputs: [surat], call: umur-anak, with: {titipan: surat}}\n"},
    {"kantor/umur-anak", "title: Umur anak\n"
                         "documents: {titipan: {title: Titipan, given: true, valid_for: 2 jam}, ganti: Ganti}\n"
                         "steps:\n"
                         "- {step: baca, actor: petugas, inputs: [titipan], expired: batal}\n"
                         "- {step: batal, actor: petugas, outputs: [ganti]}\n"},
    /* a document that a callee makes, or that comes back from it, keeps its age; `kunci` begins to age here */
    {"kantor/umur-balik",
     "title: Umur balik\n"
     "documents: {surat: {title: Surat, valid_for: 1 jam}, kunci: {title: Kunci, valid_for: 1 jam}}\n"
     "steps:\n"
     "- {step: minta, actor: petugas, outputs: [surat, kunci], call: umur-buat, returns: {surat: tulisan}}\n"
     "- {step: titip, actor: petugas, inputs: [surat], outputs: [surat], call: umur-pinjam}\n"
     "- {step: pakai, actor: pemohon, inputs: [surat, kunci], expired: minta}\n"},
    {"kantor/umur-buat", "title: Umur buat\n"
                         "documents: {tulisan: {title: Tulisan, valid_for: 3 jam}, kunci: Kunci}\n"
                         "steps:\n"
                         "- {step: tulis, actor: petugas, outputs: [tulisan, kunci]}\n"
                         "- {step: tahan, actor: petugas}\n"},
    {"kantor/umur-pinjam", "title: Umur pinjam\n"
                           "documents: {surat: {title: Surat, given: true, valid_for: 3 jam}}\n"
                           "steps:\n"
                           "- {step: pinjam, actor: petugas, inputs: [surat]}\n"},
    /* branches at the start, in the middle, at the end */
    {"kantor/bersama-awal",
     "title: Bersama awal\n"
     "documents: {a1: A1, a2: A2, b1: B1, c1: C1}\n"
     "steps:\n"
     "- step: bersama\n"
     "  parallel:\n"
     "  - [{step: kiri, actor: petugas, outputs: [a1]}, {step: kiri-dua, actor: petugas, inputs: [a1], outputs: "
     "[a2]}]\n"
     "  - [{step: tengah, actor: pemohon, outputs: [b1]}]\n"
     "  - [{step: kanan, actor: pemohon, outputs: [c1]}, {step: kanan-dua, actor: petugas, inputs: [c1]}]\n"
     "- {step: tutup, actor: petugas, inputs: [a2, b1, c1]}\n"},
    {"kantor/bersama-tengah",
     "title: Bersama tengah\n"
     "documents: {izin: {title: Izin, given: optional}, kiri-jadi: Kiri, kanan-jadi: Kanan}\n"
     "steps:\n"
     "- {step: buka, actor: petugas, duration: 1 menit}\n"
     "- step: bersama\n"
     "  parallel:\n"
     "  - [{step: kiri, actor: petugas, inputs: [izin], outputs: [kiri-jadi], duration: 5 menit}]\n"
     "  - [{step: kanan, actor: pemohon, outputs: [kanan-jadi], duration: 2 menit}]\n"
     "  next: tutup\n"
     "- {step: lompat, actor: petugas}\n"
     "- {step: tutup, actor: petugas, inputs: [kiri-jadi, kanan-jadi], duration: 1 menit}\n"},
    {"kantor/bersama-akhir", "title: Bersama akhir\n"
                             "documents: {dok: Dok}\n"
                             "steps:\n"
                             "- {step: buka, actor: petugas, duration: 1 menit}\n"
                             "- step: bersama\n"
                             "  parallel:\n"
                             "  - [{step: kiri, actor: petugas, outputs: [dok], duration: 5 menit}]\n"
                             "  - [{step: kanan, actor: pemohon, duration: 1 menit}]\n"},
    /* a parallel step just behind a call whose SOP ends with one of the same number in its list */
    {"kantor/bersama-beruntun", "title: Bersama beruntun\n"
                                "steps:\n"
                                "- {step: panggil, actor: petugas, call: bersama-akhir}\n"
                                "- step: bersama\n"
                                "  parallel:\n"
                                "  - [{step: satu, actor: petugas, duration: 1 menit}]\n"
                                "  - [{step: dua, actor: pemohon, duration: 10 menit}]\n"
                                "  - [{step: tiga, actor: pemohon, duration: 2 menit}]\n"},
    /* one branch waits for what the other makes, whichever stands first; they end after 1 + 100 + 60 minutes */
    {"kantor/bersama-menunggu", "title: Bersama menunggu\n"
                                "documents: {izin: Izin}\n"
                                "steps:\n"
                                "- {step: buka, actor: petugas, duration: 1 menit}\n"
                                "- step: bersama\n"
                                "  parallel:\n"
                                "  - [{step: pakai, actor: petugas, inputs: [izin], duration: 60 menit}]\n"
                                "  - [{step: buat, actor: pemohon, outputs: [izin], duration: 100 menit}]\n"},
    {"kantor/bersama-ditunggu", "title: Bersama ditunggu\n"
                                "documents: {izin: Izin}\n"
                                "steps:\n"
                                "- {step: buka, actor: petugas, duration: 1 menit}\n"
                                "- step: bersama\n"
                                "  parallel:\n"
                                "  - [{step: buat, actor: pemohon, outputs: [izin], duration: 100 menit}]\n"
                                "  - [{step: siap, actor: petugas, duration: 30 menit},\n"
                                "     {step: pakai, actor: petugas, inputs: [izin], duration: 60 menit}]\n"},
    /* whoever comes to the block again has the permit already */
    {"kantor/bersama-lagi",
     "title: Bersama lagi\n"
     "documents: {izin: Izin}\n"
     "steps:\n"
     "- step: bersama\n"
     "  parallel:\n"
     "  - [{step: buat, actor: pemohon, outputs: [izin], duration: 5 menit}]\n"
     "  - [{step: pakai, actor: petugas, inputs: [izin], duration: 60 menit}]\n"
     "- {step: periksa, actor: petugas, duration: 1 menit, decision: {question: Baik?, tidak: bersama}}\n"},
    /* the waiting branch is late itself: nothing is waited for, and 1 + 120 + 60 minutes pass */
    {"kantor/bersama-terlambat", "title: Bersama terlambat\n"
                                 "documents: {izin: Izin}\n"
                                 "steps:\n"
                                 "- {step: buka, actor: petugas, duration: 1 menit}\n"
                                 "- step: bersama\n"
                                 "  parallel:\n"
                                 "  - [{step: siap, actor: petugas, duration: 120 menit},\n"
                                 "     {step: pakai, actor: petugas, inputs: [izin], duration: 60 menit}]\n"
                                 "  - [{step: buat, actor: pemohon, outputs: [izin], duration: 100 menit}]\n"},
    /* a document whose maker is passed over */
    {"kantor/lompat", "title: Lompat\n"
                      "documents: {cap: Cap}\n"
                      "steps:\n"
                      "- {step: mulai, actor: pemohon, next: pakai}\n"
                      "- {step: bubuhkan, actor: petugas, outputs: [cap]}\n"
                      "- {step: pakai, actor: pemohon, inputs: [cap]}\n"},
    /* each branch waits for the other: nobody is first */
    {"kantor/bersama-lingkaran", "title: Bersama lingkaran\n"
                                 "documents: {a: A, b: B}\n"
                                 "steps:\n"
                                 "- step: bersama\n"
                                 "  parallel:\n"
                                 "  - [{step: kiri, actor: petugas, inputs: [b], outputs: [a]}]\n"
                                 "  - [{step: kanan, actor: petugas, inputs: [a], outputs: [b]}]\n"},
    /* after a Tidak nobody makes the document */
    {"kantor/kelima", "title: Kelima\n"
                      "documents: {cap: Cap, jadi: Jadi}\n"
                      "steps:\n"
                      "- {step: mulai, actor: petugas}\n"
                      "- {step: periksa, actor: petugas, decision: {question: Q, ya: end, tidak: pakai}}\n"
                      "- {step: pakai, actor: petugas, inputs: [cap]}\n"
                      "- {step: ulang, actor: petugas, next: periksa}\n"},
    /* it never ends, and takes time on the wall */
    {"kantor/putar", "title: Putar\n"
                     "steps: [{step: putar, actor: petugas, duration: 1-2 hari kalender, next: putar}]\n"},
    /* two inputs are not demanded, one of which somebody makes all the same */
    {"kantor/diterima", "title: Diterima\n"
                        "documents: {hilang: Hilang, kadang: {title: Kadang, given: optional}, hasil: Hasil}\n"
                        "steps: [{step: olah, actor: petugas, inputs: [hilang, kadang], outputs: [hasil]}]\n"
                        "accepted:\n"
                        "- {finding: B301, at: olah.hilang, reason: baris 7}\n"
                        "- {finding: B302, at: olah.kadang, reason: baris 8}\n"},
};

enum { SMALL_SOPS = sizeof small_sheets / sizeof *small_sheets };

/* --- the office: SOPs read, compiled and linked --- */

struct office {
    struct arena arena;
    struct findings findings;
    struct region *region;
    struct sop **sops;
    size_t n;
};

static inline void office_no_findings(const struct office *o, const char *name)
{
    struct buf words = BUF_INIT;
    if (o->findings.n == 0)
        return;
    finding_message(&words, &o->findings.at[0], LANG_EN, 0);
    print_error("%s: %s %s\n", name, finding_row(o->findings.at[0].code)->code, words.at);
    buf_release(&words);
    fail();
}

static inline struct source_file office_file(struct office *o, const char *text)
{
    return (struct source_file){.bytes = text_of(text), .arena = &o->arena, .findings = &o->findings};
}

static inline struct sop *office_sop(const struct office *o, const char *name)
{
    struct text full = text_of(name), key;
    for (size_t i = 0; i < o->n; i++) {
        text_cut(o->sops[i]->name, '/', &key);
        if (text_eq(o->sops[i]->name, full) || text_eq(key, full))
            return o->sops[i];
    }
    return NULL;
}

static inline void office_link(struct office *o, struct sop *sop, const char *text)
{
    struct source_file file = office_file(o, text);
    for (uint16_t s = 0; s < sop->n_steps; s++)
        for (uint16_t c = 0; c < sop->steps[s].call.n; c++) {
            struct callee *callee = &sop->steps[s].call.callees[c];
            callee->sop = office_sop(o, arena_copy(&o->arena, callee->name.at, callee->name.len));
            callee->exists = callee->sop != NULL;
        }
    assert_int_equal(read_link(&file, sop, (struct texts){0}), STATUS_OK);
}

static inline void office_open(struct office *o, const struct sheet *sheets, size_t n)
{
    *o = (struct office){.n = 0};
    o->findings.arena = &o->arena;
    struct source_file file = office_file(o, small_region);
    assert_int_equal(read_region(&file, TEXT("kantor"), &o->region), STATUS_OK);
    o->sops = ARENA_ARRAY(&o->arena, n, struct sop *);
    for (; o->n < n; o->n++) {
        file = office_file(o, sheets[o->n].text);
        assert_int_equal(read_sop(&file, text_of(sheets[o->n].name), o->region, &o->sops[o->n]), STATUS_OK);
        office_no_findings(o, sheets[o->n].name);
        assert_true(plan_compile(o->sops[o->n], &o->arena));
    }
    for (size_t i = 0; i < n; i++) {
        office_link(o, o->sops[i], sheets[i].text);
        office_no_findings(o, sheets[i].name);
    }
}

static inline void office_close(struct office *o) { arena_release(&o->arena); }

/* --- the desk: one case and what was done to it --- */

struct desk {
    struct arena arena, scratch, deciding;
    struct state state, replayed;
    struct decision decision; /* of the last command */
    enum verdict verdict;
    struct event *events; /* the whole history */
    size_t n_events, room_events;
    struct buf said; /* the last command's events, to be read */
    int64_t now;
};

/* Which refusals any desk has met. */
static bool desk_met[64];

static inline void desk_open(struct desk *d, const struct sop *sop)
{
    *d = (struct desk){.n_events = 0};
    d->decision.arena = &d->deciding;
    assert_true(state_init(&d->state, &d->arena, sop));
    assert_true(state_init(&d->replayed, &d->arena, sop));
}

static inline void desk_close(struct desk *d)
{
    arena_release(&d->arena);
    arena_release(&d->scratch);
    arena_release(&d->deciding);
    buf_release(&d->said);
}

static inline const char *event_name(enum event_kind kind)
{
    static const char *const names[EVENT_KINDS + 1] = {
#define EVENT(name, number, parts, meaning) [number] = #name,
#include "model/events.def"
#undef EVENT
    };
    return names[kind] ? names[kind] : "?";
}

static inline void desk_say(struct desk *d, const struct event *event)
{
    if (d->said.len)
        buf_string(&d->said, ", ");
    buf_string(&d->said, event_name(event->kind));
    if (event_parts((int)event->kind) & PART_S) {
        buf_byte(&d->said, ' ');
        buf_text(&d->said, d->state.frames[event->depth].sop->steps[event->step].key);
    }
}

static inline struct documents keep_documents(struct arena *arena, struct documents list)
{
    uint16_t *at = ARENA_ARRAY(arena, list.n, uint16_t);
    for (uint16_t i = 0; i < list.n; i++)
        at[i] = list.at[i];
    return (struct documents){at, list.n};
}

/* The event through its bytes into the second state. */
static inline void desk_replay(struct desk *d, const struct event *event)
{
    struct buf bytes = BUF_INIT;
    struct event decoded;
    event_encode(&bytes, event);
    assert_false(bytes.failed);
    assert_int_equal(event_decode(buf_view(&bytes), &d->arena, &decoded), EVENT_OK);
    assert_int_equal(apply(&d->replayed, &decoded), APPLIED);
    assert_true(state_same(&d->state, &d->replayed));
    buf_release(&bytes);
}

static inline void desk_take(struct desk *d, const struct event *event)
{
    desk_say(d, event);
    d->events = arena_room(&d->arena, d->events, d->n_events, &d->room_events, sizeof *event);
    d->events[d->n_events] = *event;
    d->events[d->n_events].documents = keep_documents(&d->arena, event->documents);
    d->events[d->n_events++].waived = keep_documents(&d->arena, event->waived);
    assert_int_equal(apply(&d->state, event), APPLIED);
    desk_replay(d, event);
}

static inline bool desk_has_due(const struct desk *d)
{
    return bits_next(state_due(&d->state, d->state.depth), state_sop(&d->state)->plan.step_words, 0) >= 0;
}

static inline enum verdict desk_do(struct desk *d, struct command command)
{
    struct state before;
    arena_reset(&d->scratch);
    decision_reset(&d->decision);
    buf_clear(&d->said);
    command.at = command.at ? command.at : d->now;
    assert_true(state_copy(&before, &d->state, &d->scratch));
    d->verdict = decide(&d->state, &command, &d->decision);
    assert_int_not_equal(d->verdict, VERDICT_MEMORY);
    assert_true(state_same(&before, &d->state));
    assert_int_equal(d->verdict == VERDICT_REFUSED, d->decision.n == 0);
    assert_int_equal(d->verdict == VERDICT_REFUSED, d->decision.refusal.kind != REFUSAL_NONE);
    desk_met[d->decision.refusal.kind] = true;
    for (size_t i = 0; i < d->decision.n; i++)
        desk_take(d, &d->decision.events[i]);
    assert_true(d->state.status != CASE_OPEN || desk_has_due(d));
    return d->verdict;
}

/* Documents of a SOP by their keys, in rising order: "bahan struk". */
static inline struct documents documents_of(struct arena *arena, const struct sop *sop, const char *keys)
{
    uint64_t *set = ARENA_ARRAY(arena, sop->plan.document_words, uint64_t);
    uint16_t *at = ARENA_ARRAY(arena, sop->n_documents, uint16_t), n = 0;
    struct text rest = text_of(keys);
    while (rest.len) {
        uint16_t document = sop_document(sop, text_cut(rest, ' ', &rest));
        assert_int_not_equal(document, NONE);
        bits_add(set, document);
    }
    for (uint16_t i = 0; i < sop->n_documents; i++)
        if (bits_has(set, i))
            at[n++] = i;
    return (struct documents){at, n};
}

static inline enum verdict desk_start(struct desk *d, const char *brought)
{
    struct documents list = documents_of(&d->arena, state_sop(&d->state), brought);
    return desk_do(d, (struct command){.kind = COMMAND_START, .choice = CHOICE_NONE, .documents = list});
}

/* A command for a step of the top frame. */
static inline struct command desk_command(const struct desk *d, enum command_kind kind, const char *step)
{
    uint16_t number = sop_step(state_sop(&d->state), text_of(step));
    assert_int_not_equal(number, NONE);
    return (struct command){.kind = kind, .depth = d->state.depth, .step = number, .choice = CHOICE_NONE};
}

static inline enum verdict desk_complete(struct desk *d, const char *step)
{
    return desk_do(d, desk_command(d, COMMAND_COMPLETE, step));
}

static inline enum verdict desk_answer(struct desk *d, const char *step, enum answer answer)
{
    struct command command = desk_command(d, COMMAND_COMPLETE, step);
    command.answer = answer;
    return desk_do(d, command);
}

static inline enum verdict desk_expire(struct desk *d, const char *step)
{
    return desk_do(d, desk_command(d, COMMAND_EXPIRE, step));
}

/* Enters a call step; `brought` are keys of that callee. */
static inline enum verdict desk_enter(struct desk *d, const char *step, uint16_t choice, const char *brought)
{
    struct command command = desk_command(d, COMMAND_COMPLETE, step);
    const struct call *call = &state_sop(&d->state)->steps[command.step].call;
    command.choice = choice;
    if (*brought)
        command.documents = documents_of(&d->arena, call->callees[choice == CHOICE_NONE ? 0 : choice].sop, brought);
    return desk_do(d, command);
}

static inline enum verdict desk_hand(struct desk *d, uint16_t depth, const char *handed)
{
    struct documents list = documents_of(&d->arena, d->state.frames[depth].sop, handed);
    return desk_do(d, (struct command){.kind = COMMAND_HAND, .depth = depth, .documents = list});
}

/* --- what is expected --- */

/* The last command's events: "COMPLETED tulis, ENDED". */
#define assert_said(d, expected)                                                                                       \
    (assert_int_equal((d)->verdict, VERDICT_YES), assert_string_equal((d)->said.at, (expected)))

/* The last command's refusal and the documents that it names. */
static inline void expect_refused(struct desk *d, enum refusal_kind kind, const char *missing)
{
    const struct refusal *refusal = &d->decision.refusal;
    assert_int_equal(d->verdict, VERDICT_REFUSED);
    assert_int_equal(refusal->kind, kind);
    struct documents expected = documents_of(&d->scratch, refusal->sop, missing);
    assert_int_equal(refusal->missing.n, expected.n);
    for (uint16_t i = 0; i < expected.n; i++)
        assert_int_equal(refusal->missing.at[i], expected.at[i]);
}

static inline void expect_in_hand(struct desk *d, uint16_t depth, const char *keys)
{
    const struct sop *sop = d->state.frames[depth].sop;
    struct documents expected = documents_of(&d->scratch, sop, keys);
    uint16_t n = 0;
    for (uint16_t i = 0; i < sop->n_documents; i++)
        if (bits_has(state_hand(&d->state, depth), i)) {
            assert_true(n < expected.n);
            assert_int_equal(expected.at[n++], i);
        }
    assert_int_equal(n, expected.n);
}

/* The due steps of the top frame, in the list's order: "kiri kanan". */
static inline void expect_due(struct desk *d, const char *keys)
{
    const struct sop *sop = state_sop(&d->state);
    struct buf due = BUF_INIT;
    buf_string(&due, "");
    for (uint16_t i = 0; i < sop->n_steps; i++)
        if (bits_has(state_due(&d->state, d->state.depth), i)) {
            buf_string(&due, due.len ? " " : "");
            buf_text(&due, sop->steps[i].key);
        }
    assert_string_equal(due.at, keys);
    buf_release(&due);
}

static inline uint32_t version_of(const struct desk *d, uint16_t depth, const char *key)
{
    uint16_t document = sop_document(d->state.frames[depth].sop, text_of(key));
    return (uint32_t)(state_records(&d->state, depth)[document] >> 32);
}

#endif
