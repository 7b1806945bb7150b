#include "property/plant.h"

#include <string.h>

#include "base/must.h"

struct planting {
    struct sheet *sheet;
    struct draws *draws;
    struct buf *file; /* of a fault in the bytes: planted when the sheet is written */
};

typedef bool plant_one(struct planting *p);

/* --- places --- */

static bool is_plain(const struct sheet_step *step)
{
    return !step->branches && !step->callees && step->unless == NOTHING && step->expired == NOTHING;
}

static bool is_open(const struct sheet_step *step) { return is_plain(step) && step->fork == NOTHING; }

typedef bool fitting(const struct sheet_step *step);

/* A step that fits, from `from` up to before `to`; NOTHING. */
static int some_step(struct planting *p, int from, int to, fitting *fits)
{
    int n = 0, nth;
    for (int s = from; s < to; s++)
        n += fits(&p->sheet->steps[s]);
    if (n == 0)
        return NOTHING;
    nth = (int)draws_below(p->draws, (uint32_t)n);
    for (int s = from; s < to; s++)
        if (fits(&p->sheet->steps[s]) && nth-- == 0)
            return s;
    return NOTHING;
}

static int last_of(const struct planting *p) { return p->sheet->n_steps - 1; }

/* The step before the last: of it the last step takes something. */
static int some_open(struct planting *p) { return some_step(p, 0, last_of(p), is_open); }

static struct sheet_step *open_step(struct planting *p)
{
    int s = some_open(p);
    return s == NOTHING ? NULL : &p->sheet->steps[s];
}

static bool is_decision(const struct sheet_step *step) { return step->tidak != NOTHING; }
static bool is_call(const struct sheet_step *step) { return step->callees != 0; }
static bool is_in_branch(const struct sheet_step *step) { return step->fork != NOTHING; }
static bool is_worker(const struct sheet_step *step)
{
    return !step->branches && !step->callees && step->unless == NOTHING;
}

static bool more(struct sheet_step *step, const char *keys)
{
    if (step)
        step->more = keys;
    return step != NULL;
}

/* --- reading --- */

/* Instead of the first `from` of the file. */
static bool swap(struct planting *p, const char *from, const char *to)
{
    struct buf whole = BUF_INIT;
    sheet_write(&whole, p->sheet);
    const char *at = strstr(whole.at, from);
    must(!whole.failed && at);
    buf_bytes(p->file, whole.at, (size_t)(at - whole.at));
    buf_string(p->file, to);
    buf_string(p->file, at + strlen(from));
    buf_release(&whole);
    return true;
}

static bool b001(struct planting *p) { return swap(p, "steps:\n", "steps: [\n"); }
static bool b002(struct planting *p) { return swap(p, "Berkas 0", "Berkas \xFF"); }
static bool b004(struct planting *p) { return swap(p, "title: Lembar", "title: &nama Lembar"); }
static bool b005(struct planting *p) { return more(open_step(p), ", note: satu, note: dua"); }
static bool b006(struct planting *p) { return more(open_step(p), ", catatn: salah tulis"); }
static bool b007(struct planting *p) { return swap(p, "title: Lembar yang bersih\n", ""); }
static bool b008(struct planting *p) { return more(open_step(p), ", note: {a: b}"); }

static bool b009(struct planting *p)
{
    struct sheet_step *step = open_step(p);
    if (step)
        step->duration = "lima menit";
    return step != NULL;
}

static bool b003(struct planting *p)
{
    static const char key[] =
        "kunci-kunci-kunci-kunci-kunci-kunci-kunci-kunci-kunci-kunci-kunci-kunci-kunci-kunci-kunci-"
        "kunci-kunci-kunci-kunci";
    int s = some_step(p, 0, last_of(p), is_in_branch);
    if (s != NOTHING)
        p->sheet->steps[s].key = key; /* nobody goes to it by its key */
    return s != NOTHING;
}

/* --- names --- */

static bool b101(struct planting *p)
{
    int s = some_step(p, 0, last_of(p), is_open);
    return s != NOTHING && !is_decision(&p->sheet->steps[s]) && more(&p->sheet->steps[s], ", next: tidak-ada");
}

static bool b102(struct planting *p)
{
    struct sheet_step *step = open_step(p);
    if (step)
        step->actor_key = "siapa";
    return step != NULL;
}

static bool b103(struct planting *p)
{
    int last = last_of(p), document;
    if (p->sheet->steps[last].inputs.n == SHEET_LIST)
        return false;
    /* Written in a list and never declared: the sheet's own table is cut behind the others. */
    document = sheet_document(p->sheet, NULL);
    sheet_list_add(&p->sheet->steps[last].inputs, document);
    p->sheet->n_documents--;
    return true;
}

static bool b104(struct planting *p)
{
    int s = some_step(p, 0, last_of(p), is_call);
    return s != NOTHING && p->sheet->steps[s].callees == 1 && swap(p, "call: layanan-a,", "call: layanan-x,");
}

static bool b105(struct planting *p)
{
    int s = some_step(p, 1, last_of(p), is_in_branch);
    if (s != NOTHING)
        p->sheet->steps[s].key = "s0";
    return s != NOTHING;
}

static bool b106(struct planting *p)
{
    int s = some_step(p, 0, last_of(p), is_call);
    return s != NOTHING && p->sheet->steps[s].callees == 1 && swap(p, "call: layanan-a,", "call: [layanan-a, induk],");
}

static bool b107(struct planting *p)
{
    p->sheet->documents[0].more = "given: true, type: text, pattern: \"[a-z\"";
    return true;
}

static bool b108(struct planting *p)
{
    p->sheet->more = "accepted:\n- {finding: B303, at: s0, reason: tidak ada}\n";
    return true;
}

/* --- flow --- */

/* A step that the one before it jumps over. */
static bool b201(struct planting *p)
{
    int s = some_open(p);
    if (s == NOTHING || is_decision(&p->sheet->steps[s]) || is_in_branch(&p->sheet->steps[s + 1]))
        return false;
    sheet_insert(p->sheet, s + 1);
    p->sheet->steps[s].next = s + 2;
    return true;
}

static bool b202(struct planting *p)
{
    for (int s = 0; s < p->sheet->n_steps; s++)
        if (p->sheet->steps[s].tidak == THE_END)
            return false;
    p->sheet->steps[last_of(p)].next = some_open(p);
    return p->sheet->steps[last_of(p)].next != NOTHING;
}

/* Tidak hands over the same and goes on to the same step. */
static bool b203(struct planting *p)
{
    int s = some_open(p);
    if (s == NOTHING || is_decision(&p->sheet->steps[s]) || is_in_branch(&p->sheet->steps[s + 1]))
        return false;
    p->sheet->steps[s].tidak = s + 1;
    p->sheet->steps[s].tidak_outputs = p->sheet->steps[s].outputs;
    return true;
}

static bool b204(struct planting *p)
{
    int s = some_step(p, 0, last_of(p), is_in_branch);
    return s != NOTHING && more(&p->sheet->steps[s], ", next: end");
}

static bool b205(struct planting *p) { return swap(p, "actors: [", "actors: [arsip, "); }

static bool b206(struct planting *p)
{
    struct sheet_step *step = open_step(p);
    if (step)
        step->actor_key = "arsip"; /* of the region; who else would be left without a step */
    p->sheet->columns = "pemohon, petugas, kepala";
    for (int a = 0; a < 3 && step; a++) {
        bool acts = false;
        for (int s = 0; s < p->sheet->n_steps; s++)
            acts = acts || (p->sheet->steps[s].actor == a && !p->sheet->steps[s].actor_key);
        step = acts ? step : NULL;
    }
    return step != NULL;
}

static bool b207(struct planting *p)
{
    int s = some_step(p, 0, last_of(p), is_worker);
    if (s == NOTHING)
        return false;
    for (uint8_t i = 0; i < p->sheet->steps[s].outputs.n; i++)
        p->sheet->documents[p->sheet->steps[s].outputs.at[i]].more = "valid_for: 1 jam";
    return !p->sheet->documents[p->sheet->steps[s].outputs.at[0]].runs_out;
}

static bool b208(struct planting *p)
{
    int s = some_open(p), to = some_open(p);
    if (s == NOTHING)
        return false;
    p->sheet->steps[s].expired = to;
    for (uint8_t i = 0; i < p->sheet->steps[s].inputs.n; i++)
        if (p->sheet->documents[p->sheet->steps[s].inputs.at[i]].runs_out)
            return false;
    return true;
}

/* --- hand-offs --- */

static bool has_room(const struct sheet_step *step) { return step->inputs.n < SHEET_LIST; }

static bool b301(struct planting *p)
{
    int s = some_step(p, 0, p->sheet->n_steps, is_worker);
    if (s == NOTHING || !has_room(&p->sheet->steps[s]))
        return false;
    sheet_list_add(&p->sheet->steps[s].inputs, sheet_document(p->sheet, NULL));
    return true;
}

/* An optional document that nobody makes sure of, or a Tidak that jumps over those who hand over. */
static bool b302(struct planting *p)
{
    int s = some_step(p, 0, p->sheet->n_steps, is_worker);
    if (s == NOTHING || !has_room(&p->sheet->steps[s]))
        return false;
    int jump = some_open(p);
    if (draws_once_in(p->draws, 2) && jump != NOTHING && jump + 2 < last_of(p) &&
        !is_decision(&p->sheet->steps[jump]) && p->sheet->steps[last_of(p)].fork == NOTHING) {
        p->sheet->steps[jump].tidak = last_of(p);
        sheet_list_add(&p->sheet->steps[jump].tidak_outputs, sheet_document(p->sheet, NULL));
        return true;
    }
    sheet_list_add(&p->sheet->steps[s].inputs, sheet_document(p->sheet, "given: optional"));
    return true;
}

static bool b303(struct planting *p)
{
    int s = some_step(p, 0, last_of(p), is_worker);
    if (s == NOTHING || p->sheet->steps[s].outputs.n == SHEET_LIST)
        return false;
    /* At the end of a block that is the end everything is a result. */
    if (p->sheet->steps[last_of(p)].fork != NOTHING)
        return false;
    sheet_list_add(&p->sheet->steps[s].outputs, sheet_document(p->sheet, NULL));
    return true;
}

static bool b304(struct planting *p)
{
    int first = some_step(p, 0, last_of(p) - 1, is_open), document = sheet_document(p->sheet, NULL);
    int second = first == NOTHING ? NOTHING : some_step(p, first + 1, last_of(p), is_open);
    if (second == NOTHING || !has_room(&p->sheet->steps[last_of(p)]))
        return false;
    sheet_list_add(&p->sheet->steps[first].outputs, document);
    sheet_list_add(&p->sheet->steps[second].outputs, document);
    sheet_list_add(&p->sheet->steps[last_of(p)].inputs, document);
    return true;
}

/* A step by somebody else between two others, that takes nothing of the first. */
static bool b305(struct planting *p)
{
    int s = some_open(p), given = 0;
    if (s == NOTHING || is_in_branch(&p->sheet->steps[s + 1]) || !is_worker(&p->sheet->steps[s + 1]) ||
        !has_room(&p->sheet->steps[s + 1]))
        return false;
    struct sheet_step *step = sheet_insert(p->sheet, s + 1);
    int document = sheet_document(p->sheet, NULL);
    step->actor = (p->sheet->steps[s].actor + 1) % 3;
    sheet_list_add(&step->inputs, given);
    sheet_list_add(&step->outputs, document);
    sheet_list_add(&p->sheet->steps[s + 2].inputs, document);
    return true;
}

static bool b306(struct planting *p)
{
    int s = some_step(p, 0, last_of(p), is_call);
    p->sheet->callee_wants_more = true;
    return s != NOTHING && p->sheet->steps[s].callees & 1;
}

static bool b307(struct planting *p)
{
    int s = some_open(p);
    if (s == NOTHING || is_in_branch(&p->sheet->steps[s + 1]) || p->sheet->steps[s + 1].branches)
        return false;
    struct sheet_step *step = sheet_insert(p->sheet, s + 1);
    step->actor = p->sheet->steps[s].actor;
    step->inputs = step->outputs = p->sheet->steps[s].outputs;
    for (uint8_t i = 0; i < step->inputs.n; i++)
        if (p->sheet->documents[step->inputs.at[i]].runs_out)
            return false;
    return true;
}

static bool b308(struct planting *p)
{
    sheet_document(p->sheet, draws_once_in(p->draws, 2) ? "given: true" : "given: optional");
    return true;
}

/* The first step to which one can go back from `from` or behind it, over several returns. */
static int first_back(const struct planting *p, int from)
{
    for (int s = from; s < p->sheet->n_steps; s++) {
        const struct sheet_step *step = &p->sheet->steps[s];
        int to = step->tidak >= 0 ? step->tidak : step->expired;
        if (to >= 0 && to < from)
            return first_back(p, to);
    }
    return from;
}

static bool b309(struct planting *p)
{
    int first = some_step(p, 0, last_of(p), is_open), document = sheet_document(p->sheet, NULL);
    int second = first == NOTHING ? NOTHING : some_step(p, first + 1, p->sheet->n_steps, is_open);
    if (second == NOTHING || first_back(p, second) <= first || !has_room(&p->sheet->steps[first]))
        return false;
    sheet_list_add(&p->sheet->steps[first].inputs, document);
    sheet_list_add(&p->sheet->steps[second].outputs, document);
    return true;
}

/* --- time --- */

static bool takes_time(const struct sheet_step *step) { return !step->branches && !step->callees; }

static struct sheet_step *timed_step(struct planting *p)
{
    return &p->sheet->steps[some_step(p, 0, p->sheet->n_steps, takes_time)];
}

static bool b401(struct planting *p)
{
    int less = 1 + (int)draws_below(p->draws, 3);
    p->sheet->claims.stated = true;
    p->sheet->claims.more = draws_once_in(p->draws, 2) ? less : -less;
    return sheet_straight(p->sheet).least > less;
}

static bool b402(struct planting *p)
{
    struct sheet_total straight = sheet_straight(p->sheet);
    p->sheet->claims.stated = p->sheet->claims.low_end = true;
    return straight.least < straight.most;
}

static bool b403(struct planting *p)
{
    timed_step(p)->minutes = 0;
    return true;
}

static bool b404(struct planting *p)
{
    p->sheet->claims.stated = true;
    p->sheet->claims.hundredths = 1 - 2 * (int)draws_below(p->draws, 2);
    return true;
}

static bool b405(struct planting *p)
{
    static const char *const wrong[] = {"1 menit", "4 menit", "1-3 menit", "2-4 menit"};
    int s = some_step(p, 0, last_of(p), is_call);
    if (s != NOTHING)
        p->sheet->steps[s].duration = wrong[draws_below(p->draws, 4)];
    return s != NOTHING;
}

static bool b406(struct planting *p)
{
    static const char *const units[] = {"1 hari", "1-2 minggu", "1 hari kerja"};
    const char *unit = units[draws_below(p->draws, 3)];
    if (draws_once_in(p->draws, 2)) {
        timed_step(p)->duration = unit;
    } else {
        p->sheet->claims.stated = true;
        p->sheet->claims.limit = unit;
    }
    return true;
}

static bool b407(struct planting *p)
{
    timed_step(p)->minutes = 451;
    return true;
}

static bool b408(struct planting *p)
{
    p->sheet->claims.stated = true;
    p->sheet->claims.below = 1;
    return true;
}

/* --- the title page --- */

static bool b501(struct planting *p)
{
    static const char *const wrong[] = {
        "approved_by: {position: Kepala Dinas, name: Nama Pejabat, nip: \"19740105199412100\"}",   /* 17 digits */
        "approved_by: {position: Kepala Dinas, name: Nama Pejabat, nip: \"197413051994121001\"}",  /* month 13 */
        "approved_by: {position: Kepala Dinas, name: Nama Pejabat, nip: \"197401051980121001\"}",  /* aged 6 */
        "approved_by: {position: Kepala Dinas, name: Nama Pejabat, nip: \"197401051994123001\"}"}; /* sex 3 */
    p->sheet->fields[FIELD_APPROVED] = wrong[draws_below(p->draws, 4)];
    return true;
}

static bool b502(struct planting *p)
{
    p->sheet->fields[FIELD_LEGAL] =
        "legal_basis: [Peraturan Pemerintah Nomor 82 Tahun 2012 tentang Penyelenggaraan Sistem "
        "dan Transaksi Elektronik]";
    return true;
}

static bool b503(struct planting *p)
{
    p->sheet->fields[FIELD_EFFECTIVE] = "effective: 2023-12-31";
    return true;
}

static bool b504(struct planting *p)
{
    int field = (int)draws_below(p->draws, FIELD_STATUS);
    if (field == FIELD_REVISED || (field == FIELD_RELATED))
        return false;
    p->sheet->fields[field] = NULL;
    return true;
}

static bool b505(struct planting *p)
{
    p->sheet->fields[FIELD_RELATED] = "related: [SOP lain]";
    return some_step(p, 0, last_of(p), is_call) != NOTHING;
}

static bool b506(struct planting *p) { return more(open_step(p), ", inferred: [actor]"); }

static bool b507(struct planting *p)
{
    p->sheet->fields[FIELD_STATUS] = "status: draft";
    return true;
}

static bool b508(struct planting *p)
{
    p->sheet->documents[0].key = draws_once_in(p->draws, 2) ? "password-ams" : "kode-otp";
    return true;
}

/* --- all --- */

static plant_one *const plants[FINDING_COUNT] = {
    [FINDING_B001] = b001, [FINDING_B002] = b002, [FINDING_B003] = b003, [FINDING_B004] = b004, [FINDING_B005] = b005,
    [FINDING_B006] = b006, [FINDING_B007] = b007, [FINDING_B008] = b008, [FINDING_B009] = b009, [FINDING_B101] = b101,
    [FINDING_B102] = b102, [FINDING_B103] = b103, [FINDING_B104] = b104, [FINDING_B105] = b105, [FINDING_B106] = b106,
    [FINDING_B107] = b107, [FINDING_B108] = b108, [FINDING_B201] = b201, [FINDING_B202] = b202, [FINDING_B203] = b203,
    [FINDING_B204] = b204, [FINDING_B205] = b205, [FINDING_B206] = b206, [FINDING_B207] = b207, [FINDING_B208] = b208,
    [FINDING_B301] = b301, [FINDING_B302] = b302, [FINDING_B303] = b303, [FINDING_B304] = b304, [FINDING_B305] = b305,
    [FINDING_B306] = b306, [FINDING_B307] = b307, [FINDING_B308] = b308, [FINDING_B309] = b309, [FINDING_B401] = b401,
    [FINDING_B402] = b402, [FINDING_B403] = b403, [FINDING_B404] = b404, [FINDING_B405] = b405, [FINDING_B406] = b406,
    [FINDING_B407] = b407, [FINDING_B408] = b408, [FINDING_B501] = b501, [FINDING_B502] = b502, [FINDING_B503] = b503,
    [FINDING_B504] = b504, [FINDING_B505] = b505, [FINDING_B506] = b506, [FINDING_B507] = b507, [FINDING_B508] = b508,
};

bool plant_knows(enum finding_code code) { return plants[code] != NULL; }

bool plant(enum finding_code code, const struct sheet *clean, struct draws *draws, struct sheet *sheet, struct buf *buf)
{
    struct planting p = {sheet, draws, buf};
    *sheet = *clean;
    buf_clear(buf);
    if (!plants[code](&p))
        return false;
    if (buf->len == 0)
        sheet_write(buf, sheet);
    return true;
}
