/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* One vector type for each CPU path. The kernels (mcn-*-kernels.h) are written
 * once in these words and compiled once for each path, so every path does the
 * same operations in the same order; only VL, the lanes a register holds,
 * differs. Everything but loads, stores and the fused multiply-add is the
 * compilers' own vector arithmetic. Include only from mcn-kernels-*.c. */

#include <glib.h>
#include <string.h>

#define SIMD_INLINE static inline __attribute__ ((always_inline))

#if defined (MCN_SIMD_AVX512)

#include <immintrin.h>
#define VL 16
typedef __m512 vf;

SIMD_INLINE vf   v_load      (const gfloat *p) { return _mm512_loadu_ps (p); }
SIMD_INLINE void v_store     (gfloat *p, vf a) { _mm512_storeu_ps (p, a); }
SIMD_INLINE vf   v_set       (gfloat a) { return _mm512_set1_ps (a); }
SIMD_INLINE vf   v_fma       (vf a, vf b, vf c) { return _mm512_fmadd_ps (a, b, c); }
SIMD_INLINE vf   v_min       (vf a, vf b) { return _mm512_min_ps (a, b); }
SIMD_INLINE vf   v_max       (vf a, vf b) { return _mm512_max_ps (a, b); }
SIMD_INLINE vf   v_load_half (const guint16 *p) { return _mm512_cvtph_ps (_mm256_loadu_si256 ((const __m256i *) p)); }
SIMD_INLINE void v_store_half (guint16 *p, vf a) { _mm256_storeu_si256 ((__m256i *) p, _mm512_cvtps_ph (a, _MM_FROUND_TO_NEAREST_INT)); }

#elif defined (MCN_SIMD_AVX2)

#include <immintrin.h>
#define VL 8
typedef __m256 vf;

SIMD_INLINE vf   v_load      (const gfloat *p) { return _mm256_loadu_ps (p); }
SIMD_INLINE void v_store     (gfloat *p, vf a) { _mm256_storeu_ps (p, a); }
SIMD_INLINE vf   v_set       (gfloat a) { return _mm256_set1_ps (a); }
SIMD_INLINE vf   v_fma       (vf a, vf b, vf c) { return _mm256_fmadd_ps (a, b, c); }
SIMD_INLINE vf   v_min       (vf a, vf b) { return _mm256_min_ps (a, b); }
SIMD_INLINE vf   v_max       (vf a, vf b) { return _mm256_max_ps (a, b); }
SIMD_INLINE vf   v_load_half (const guint16 *p) { return _mm256_cvtph_ps (_mm_loadu_si128 ((const __m128i *) p)); }
SIMD_INLINE void v_store_half (guint16 *p, vf a) { _mm_storeu_si128 ((__m128i *) p, _mm256_cvtps_ph (a, _MM_FROUND_TO_NEAREST_INT)); }

#else

#define VL 4
typedef gfloat vf __attribute__ ((vector_size (16)));

SIMD_INLINE vf   v_load      (const gfloat *p) { vf a; memcpy (&a, p, sizeof a); return a; }
SIMD_INLINE void v_store     (gfloat *p, vf a) { memcpy (p, &a, sizeof a); }
SIMD_INLINE vf   v_set       (gfloat a) { return (vf) { a, a, a, a }; }

/* Where the CPU has no fused multiply-add, double precision holds the product
 * exactly; the sum is then rounded twice, which differs from one rounding in
 * about one of 2^28 cases. */
SIMD_INLINE gfloat
s_fma (gfloat a, gfloat b, gfloat c)
{
#ifdef __FP_FAST_FMAF
  return __builtin_fmaf (a, b, c);
#else
  return (gfloat) ((gdouble) a * (gdouble) b + (gdouble) c);
#endif
}

SIMD_INLINE vf
v_fma (vf a, vf b, vf c)
{
#ifdef __FP_FAST_FMAF
  vf r;

  for (gint i = 0; i < VL; i++)
    r[i] = __builtin_fmaf (a[i], b[i], c[i]);
  return r;
#else
  typedef gdouble vd __attribute__ ((vector_size (16)));
  typedef gfloat vh __attribute__ ((vector_size (8)));
  vd lo = __builtin_convertvector (((vh) { a[0], a[1] }), vd) * __builtin_convertvector (((vh) { b[0], b[1] }), vd) +
          __builtin_convertvector (((vh) { c[0], c[1] }), vd);
  vd hi = __builtin_convertvector (((vh) { a[2], a[3] }), vd) * __builtin_convertvector (((vh) { b[2], b[3] }), vd) +
          __builtin_convertvector (((vh) { c[2], c[3] }), vd);

  return (vf) { lo[0], lo[1], hi[0], hi[1] };
#endif
}

/* As x86's: the second one if either is no number. */
SIMD_INLINE vf v_min (vf a, vf b) { return (vf) { a[0] < b[0] ? a[0] : b[0], a[1] < b[1] ? a[1] : b[1], a[2] < b[2] ? a[2] : b[2], a[3] < b[3] ? a[3] : b[3] }; }
SIMD_INLINE vf v_max (vf a, vf b) { return (vf) { a[0] > b[0] ? a[0] : b[0], a[1] > b[1] ? a[1] : b[1], a[2] > b[2] ? a[2] : b[2], a[3] > b[3] ? a[3] : b[3] }; }

SIMD_INLINE gfloat
s_from_half (guint16 h)
{
  guint32 sign = (guint32) (h & 0x8000) << 16;
  guint32 rest = h & 0x7fff;
  guint32 bits;
  gfloat f;

  if (rest >= 0x7c00)                   /* infinite, or no number (made quiet) */
    bits = sign | 0x7f800000 | (rest & 0x3ff) << 13 | (rest > 0x7c00 ? 0x400000 : 0);
  else if (rest >= 0x0400)
    bits = sign | ((rest << 13) + ((127 - 15) << 23));
  else                                  /* zero and subnormal: rest x 2^-24, exact */
    {
      f = (gfloat) rest * 0x1p-24f;
      memcpy (&bits, &f, sizeof bits);
      bits |= sign;
    }

  memcpy (&f, &bits, sizeof f);
  return f;
}

/* Rounds to nearest even, as the hardware does. */
SIMD_INLINE guint16
s_to_half (gfloat f)
{
  guint32 bits, sign, odd;

  memcpy (&bits, &f, sizeof bits);
  sign = bits >> 16 & 0x8000;
  bits &= 0x7fffffff;

  if (bits > 0x7f800000)
    return sign | 0x7e00 | (bits >> 13 & 0x3ff);
  if (bits >= 0x477ff000)               /* 65520 and more */
    return sign | 0x7c00;
  if (bits < 0x38800000)                /* below 2^-14: let the adder round it to a multiple of 2^-24 */
    {
      gfloat magic = 0.5f, magnitude;

      memcpy (&magnitude, &bits, sizeof magnitude);
      magnitude += magic;
      memcpy (&bits, &magnitude, sizeof bits);
      return sign | (bits - 0x3f000000);
    }

  odd = bits >> 13 & 1;
  bits += 0xfff + odd - ((guint32) (127 - 15) << 23);
  return sign | bits >> 13;
}

SIMD_INLINE vf
v_load_half (const guint16 *p)
{
  return (vf) { s_from_half (p[0]), s_from_half (p[1]), s_from_half (p[2]), s_from_half (p[3]) };
}

SIMD_INLINE void
v_store_half (guint16 *p, vf a)
{
  for (gint i = 0; i < VL; i++)
    p[i] = s_to_half (a[i]);
}

#endif

typedef gint32 vi __attribute__ ((vector_size (VL * 4)));

/* The first n (0 .. VL) of a row's tail; the other lanes are @fill. */
SIMD_INLINE vf
v_load_some (const gfloat *p, gsize n, gfloat fill)
{
  gfloat lanes[VL];

  for (gsize i = 0; i < VL; i++)
    lanes[i] = i < n ? p[i] : fill;
  return v_load (lanes);
}

SIMD_INLINE void
v_store_some (gfloat *p, gsize n, vf a)
{
  gfloat lanes[VL];

  v_store (lanes, a);
  for (gsize i = 0; i < n; i++)
    p[i] = lanes[i];
}

/* Lanes of @a where @mask is all ones, of @b where it is zero. */
SIMD_INLINE vf
v_choose (vi mask, vf a, vf b)
{
  return (vf) (((vi) a & mask) | ((vi) b & ~mask));
}

SIMD_INLINE vf v_abs (vf a) { return (vf) ((vi) a & ~(vi) v_set (-0.f)); }
SIMD_INLINE vf v_sign_of (vf magnitude, vf sign) { return (vf) (((vi) sign & (vi) v_set (-0.f)) | (vi) v_abs (magnitude)); }

/* e^x: x = n ln 2 + r, a polynomial of Cephes' expf for r; within 2 units in
 * the last place on [-87, 88], clamped outside. */
SIMD_INLINE vf
v_exp (vf x)
{
  const vf magic = v_set (12582912.f);  /* 1.5 x 2^23: adding it rounds to an integer */
  vf n, r, p, shifted;

  x = v_max (v_min (x, v_set (88.f)), v_set (-87.f));
  shifted = v_fma (x, v_set (1.44269504088896341f), magic);
  n = shifted - magic;
  r = v_fma (n, v_set (-0.693359375f), x);
  r = v_fma (n, v_set (2.12194440e-4f), r);

  p = v_set (1.9875691500e-4f);
  p = v_fma (p, r, v_set (1.3981999507e-3f));
  p = v_fma (p, r, v_set (8.3334519073e-3f));
  p = v_fma (p, r, v_set (4.1665795894e-2f));
  p = v_fma (p, r, v_set (1.6666665459e-1f));
  p = v_fma (p, r, v_set (5.0000001201e-1f));
  p = v_fma (p, r * r, r) + v_set (1.f);

  /* The integer n lies in the low bits of @shifted. */
  return p * (vf) (((vi) shifted - (vi) magic + 127) << 23);
}

/* erf x within 1 unit in the last place, two polynomials that meet at 0.93:
 * the second is that of ln (1 - erf |x|). */
SIMD_INLINE vf
v_erf (vf x)
{
  vf t = v_abs (x), s = x * x;
  vf tail, near, u;

  tail = v_fma (v_set (-1.72853470e-5f), t, v_set (3.83197126e-4f));
  u = v_fma (v_set (-3.88396438e-3f), t, v_set (2.42546219e-2f));
  tail = v_fma (tail, s, u);
  tail = v_fma (tail, t, v_set (-1.06777877e-1f));
  tail = v_fma (tail, t, v_set (-6.34846687e-1f));
  tail = v_fma (tail, t, v_set (-1.28717512e-1f));
  tail = v_fma (tail, t, -t);
  tail = v_sign_of (v_set (1.f) - v_exp (tail), x);

  near = v_set (-5.96761703e-4f);
  near = v_fma (near, s, v_set (4.99119423e-3f));
  near = v_fma (near, s, v_set (-2.67681349e-2f));
  near = v_fma (near, s, v_set (1.12819925e-1f));
  near = v_fma (near, s, v_set (-3.76125336e-1f));
  near = v_fma (near, s, v_set (1.28379166e-1f));
  near = v_fma (near, x, x);

  /* Far out the tail's polynomial would turn back; erf is 1 there. */
  tail = v_choose (t > v_set (4.f), v_sign_of (v_set (1.f), x), tail);
  return v_choose (t > v_set (0.927734375f), tail, near);
}

SIMD_INLINE vf
v_gelu (vf x)
{
  return v_set (0.5f) * x * (v_set (1.f) + v_erf (x * v_set (0.707106781186547524f)));
}

/* tanh x: a polynomial (Cephes) below 0.625, 1 - 2 / (e^2x + 1) above. */
SIMD_INLINE vf
v_tanh (vf x)
{
  vf t = v_abs (x), s = x * x;
  vf far, near;

  far = v_set (1.f) - v_set (2.f) / (v_exp (t + t) + v_set (1.f));
  near = v_set (-5.70498872745e-3f);
  near = v_fma (near, s, v_set (2.06390887954e-2f));
  near = v_fma (near, s, v_set (-5.37397155531e-2f));
  near = v_fma (near, s, v_set (1.33314422036e-1f));
  near = v_fma (near, s, v_set (-3.33332819422e-1f));
  near = v_fma (near * s, x, x);

  return v_choose (t > v_set (0.625f), v_sign_of (far, x), near);
}

/* Sums go over 16 virtual lanes, element i to lane i mod 16, then lane l + 8
 * to l, + 4, + 2, + 1: the same additions whatever VL is. */
#define LANES 16
#define LANE_VECTORS (LANES / VL)

SIMD_INLINE gfloat
v_sum_lanes (const vf *lane)
{
  gfloat s[LANES];

  for (gint i = 0; i < LANE_VECTORS; i++)
    v_store (s + i * VL, lane[i]);
  for (gint half = LANES / 2; half > 0; half /= 2)
    for (gint i = 0; i < half; i++)
      s[i] += s[i + half];
  return s[0];
}
