#include "bench/sheet.h"

enum { EVERY = 10, BACK = 3 };

/* Words with one number in them. */
static void put(struct buf *to, const char *before, int number, const char *after)
{
    buf_string(to, before);
    buf_number(to, number);
    buf_string(to, after);
}

static int minutes_of(int i) { return i % 50 + 1; }

static void put_step(struct buf *to, int i)
{
    put(to, "\n  - step: langkah-", i, "\n    actor: ");
    buf_string(to, i % 2 ? "verifikator\n" : "pemohon\n");
    put(to, "    activity: Memeriksa kelengkapan berkas ke-", i, " lalu meneruskannya\n");
    if (i > 0)
        put(to, "    inputs: [berkas-", i - 1, "]\n");
    put(to, "    outputs: [berkas-", i, "]\n");
    put(to, "    duration: ", minutes_of(i), " menit\n");
    if (i % EVERY == EVERY - 1)
        put(to, "    decision: {question: Lengkap?, tidak: langkah-", i - BACK, "}\n");
    put(to, "    source: ", i + 1, "\n");
}

void sheet_write(struct buf *to, int steps)
{
    put(to, "title: Pemeriksaan Berkas dalam ", steps, " Langkah\n");
    buf_string(to, "revision: 1\nactors: [pemohon, verifikator, bsre]\n\ndocuments:\n");
    for (int i = 0; i < steps; i++) {
        put(to, "  berkas-", i, ": Berkas permohonan ke-");
        put(to, "", i, "\n");
    }
    buf_string(to, "\nsteps:");
    int64_t minutes = 0;
    for (int i = 0; i < steps; i++) {
        put_step(to, i);
        minutes += minutes_of(i);
    }
    buf_string(to, "\nclaims: {total: ");
    buf_number(to, minutes);
    buf_string(to, " menit}\n");
}
