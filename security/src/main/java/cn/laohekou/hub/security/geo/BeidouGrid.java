package cn.laohekou.hub.security.geo;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * The two-dimensional BeiDou grid location code (GB/T 39409-2020, clause 5). Positions are CGCS2000 degrees. Computed in
 * whole 1/2048 of an arc second, the size of the smallest cell, so that cell borders fall where the standard puts them.
 */
public final class BeidouGrid {

    /** The finest level: cells of about 1.5 cm. */
    public static final int MAX_LEVEL = 10;

    /** Units per degree: 3600 seconds of 2048 units. */
    private static final BigDecimal UNITS = BigDecimal.valueOf(3600L * 2048);

    /** Cell sizes in units from level 1 on (table 1), longitude. */
    private static final long[] LON = {
        6 * 3600L * 2048, 1800L * 2048, 900L * 2048, 60L * 2048, 4L * 2048, 2L * 2048, 512, 64, 8, 1
    };

    /** The same, latitude: sheets of 4 degrees, and 10 minutes at level 3. */
    private static final long[] LAT = {
        4 * 3600L * 2048, 1800L * 2048, 600L * 2048, 60L * 2048, 4L * 2048, 2L * 2048, 512, 64, 8, 1
    };

    /** From 88 degrees on the poles are cut differently (clause 5.3). */
    private static final long POLE = 88 * 3600L * 2048;

    private static final long HALF_TURN = 180 * 3600L * 2048;
    /** Decimal places of a unit that count: far finer than any position, far coarser than the error of a division. */
    private static final int DIVISION_DIGITS = 9;

    private static final int ZONE_AT_GREENWICH = 31;
    private static final String HEX = "0123456789ABCDEF";

    private BeidouGrid() {}

    /**
     * The code of the cell a position lies in. From level 2 on cells count away from equator and prime meridian; a
     * position on a border lies in the cell further out.
     *
     * @param latitude degrees, north positive, between -88 and 88 exclusively
     * @param longitude degrees, east positive, between -180 and 180 exclusively
     * @param level 0 (hemisphere) to {@link #MAX_LEVEL}
     * @throws IllegalArgumentException when the position or level is out of range
     */
    public static String encode(BigDecimal latitude, BigDecimal longitude, int level) {
        long restLat = units(latitude);
        long restLon = units(longitude);
        boolean west = longitude.signum() < 0;
        if (level < 0 || level > MAX_LEVEL || restLat >= POLE || restLon >= HALF_TURN) {
            throw new IllegalArgumentException("北斗网格码：级别 0-10，纬度 ±88° 以内，经度 ±180° 以内 / BeiDou grid: level 0 to 10,"
                    + " latitude within 88 degrees, longitude within 180");
        }
        StringBuilder code = new StringBuilder(20).append(latitude.signum() < 0 ? 'S' : 'N');
        for (int at = 1; at <= level; at++) {
            long x = restLon / LON[at - 1];
            long y = restLat / LAT[at - 1];
            restLon %= LON[at - 1];
            restLat %= LAT[at - 1];
            switch (at) {
                case 1 -> sheet(code, west, x, y);
                case 3, 6 -> code.append(2 * y + x);
                default -> code.append(HEX.charAt((int) x)).append(HEX.charAt((int) y));
            }
        }
        return code.toString();
    }

    /** Sheet of the 1:1 000 000 map: zone counted from 180 degrees west, row from the equator. */
    private static void sheet(StringBuilder code, boolean west, long x, long y) {
        long zone = west ? ZONE_AT_GREENWICH - 1 - x : ZONE_AT_GREENWICH + x;
        code.append((char) ('0' + zone / 10)).append((char) ('0' + zone % 10)).append((char) ('A' + y));
    }

    /** Whole units from equator or meridian. Degrees made of minutes and seconds carry the error of a division. */
    private static long units(BigDecimal degrees) {
        return degrees.abs()
                .multiply(UNITS)
                .setScale(DIVISION_DIGITS, RoundingMode.HALF_UP)
                .setScale(0, RoundingMode.FLOOR)
                .longValueExact();
    }
}
