# SPDX-License-Identifier: ISC
"""What exiftool (-a -u -ee) may find in a cleaned copy: how the picture, the sound, the pages are coded, and nothing else. Of tags that
could say more the list says what they may say. docs/attachments.md has it in words; test_cleaner.py holds it against every copy."""
import re

EMPTY_TIME = r"0000:00:00 00:00:00"
ALWAYS = {"ExifTool:ExifToolVersion", "File:FileType", "File:FileTypeExtension", "File:MIMEType", "File:ImageWidth", "File:ImageHeight",
          "Composite:ImageSize", "Composite:Megapixels", "File:ExifByteOrder"}
# per recipe: names of tags without their group, and for some what they may say
MOVIE = {name: None for name in """MajorBrand MinorVersion CompatibleBrands MediaDataSize MediaDataOffset MovieHeaderVersion TimeScale Duration PreferredRate
    PreferredVolume PreviewTime PreviewDuration PosterTime SelectionTime SelectionDuration CurrentTime NextTrackID TrackHeaderVersion
    TrackID TrackDuration TrackLayer TrackVolume ImageWidth ImageHeight GraphicsMode OpColor CompressorID SourceImageWidth
    SourceImageHeight XResolution YResolution BitDepth PixelAspectRatio ColorProfiles ColorPrimaries TransferCharacteristics
    MatrixCoefficients VideoFullRangeFlag VideoFrameRate MatrixStructure MediaHeaderVersion MediaTimeScale MediaDuration HandlerType
    HandlerClass Balance AudioFormat AudioChannels AudioBitsPerSample AudioSampleRate Rotation AvgBitrate BufferSize MaxBitrate
    AverageBitrate CleanApertureDimensions PurchaseFileFormat VideoFieldOrder FieldOrder GenMediaVersion GenFlags GenGraphicsMode GenOpColor
    GenBalance OtherFormat TimeCode ChapterListTrackID LayoutFlags AudioChannelTypes NumChannelDescriptions ColorRepresentation
    Free Wide MediaData Unknown_edts Unknown_esds Unknown_btrt Unknown_mp4a AVCConfiguration Unknown_hvcC Unknown_avcC Unknown_damr Unknown_d263
    SyncSampleTable SampleToChunk SampleSizes ChunkOffset ChunkOffset64 CompositionTimeToSample TimeToSampleTable SampleGroupDescription
    SampleToGroup IdependentAndDisposableSamples PartialSyncSamples CompositionToDecodeTimelineMapping Unknown_stps Unknown_wave Unknown_chan
    Unknown_fiel Unknown_dfLa Unknown_dOps Unknown_alac Unknown_cslg Unknown_sdtp Unknown_vpcC Unknown_av1C Unknown_glbl""".split()}
MOVIE.update({"CreateDate": EMPTY_TIME, "ModifyDate": EMPTY_TIME, "TrackCreateDate": EMPTY_TIME, "TrackModifyDate": EMPTY_TIME,
              "MediaCreateDate": EMPTY_TIME, "MediaModifyDate": EMPTY_TIME, "MediaLanguageCode": r"(und|Unknown \(32767\))", "HandlerDescription":
              "(VideoHandler|SoundHandler|DataHandler|)", "HandlerVendorID": "(Apple|ffmpeg|FFmpeg|)", "VendorID": "(FFmpeg|)", "CompressorName": "(|Lavc.*)",
              "Encoder": "(Lavf|)", "Unknown_hdlr": ""})
MATROSKA = {name: None for name in """EBMLVersion EBMLReadVersion EBMLMaxIDLength EBMLMaxSizeLength DocType DocTypeVersion DocTypeReadVersion SeekID SeekPosition
    TimecodeScale Duration TrackNumber TrackUID TrackType CodecID VideoCodecID AudioCodecID VideoFrameRate ImageWidth ImageHeight VideoScanType DisplayWidth
    DisplayHeight DisplayUnit AudioChannels AudioSampleRate AudioBitsPerSample DefaultDuration CodecPrivate TrackLanguage TrackUsed TrackDefault
    TrackForced TrackLacing CodecDelay SeekPreRoll TagTrackUID FlagInterlaced ColourRange MatrixCoefficients TransferCharacteristics
    Primaries ChromaSitingHorz ChromaSitingVert Void EBMLVoid CRC-32 CRC32 TagLanguage TagDefault TargetTypeValue TagTrackUID OutputAudioSampleRate
    CueTime CueTrack CueClusterPosition Matroska_0x0070 Matroska_0x15b0 Matroska_0x16aa Matroska_0x16bb Matroska_0x33a4 Matroska_0x0071
    PixelFormat AlphaMode StereoMode MaxBlockAdditionID MinCache""".split()}
MATROSKA.update({"MuxingApp": "Lavf", "WritingApp": "Lavf", "TagName": "DURATION", "TrackName": ""})
RIFF = {name: None for name in """Encoding NumChannels SampleRate AvgBytesPerSec BitsPerSample FrameRate MaxDataRate FrameCount StreamCount ImageWidth ImageHeight
    StreamType VideoCodec AudioCodec VideoFrameRate VideoFrameCount AudioSampleRate AudioSampleCount Quality SampleSize ImageLength Planes
    BitDepth Compression NumColors NumImportantColors PixelsPerMeterX PixelsPerMeterY TotalFrameCount Duration AudioCodecRate ColorSpace
    Unknown_vprp Unknown_JUNK Unknown_idx1 Unknown_odml Unknown_fact Unknown_data BMPVersion RedMask GreenMask BlueMask AlphaMask""".split()}
SOUND = {name: None for name in """MPEGAudioVersion AudioLayer AudioBitrate SampleRate ChannelMode MSStereo IntensityStereo CopyrightFlag OriginalMedia Emphasis
    Duration ID3Size VBRFrames VBRBytes VBRScale ModeExtension""".split()}
OGG = {name: None for name in """OpusVersion AudioChannels SampleRate OutputGain VorbisVersion MaximumBitrate NominalBitrate MinimumBitrate
    Duration BlockSizeMin BlockSizeMax FrameSizeMin FrameSizeMax Channels BitsPerSample TotalSamples MD5Signature SpeexVersion Padding
    TheoraVersion ImageWidth ImageHeight""".split()}
OGG.update({"Vendor": "(ffmpeg|Lavf|libopus.*|Xiph\\.Org.*|reference libFLAC.*|)", "Encoder": "Lav[cf].*"})
TIFF = {name: None for name in """PageCount SubfileType ImageWidth ImageHeight BitsPerSample Compression PhotometricInterpretation FillOrder StripOffsets SamplesPerPixel
    RowsPerStrip StripByteCounts PlanarConfiguration Predictor ExtraSamples Orientation XResolution YResolution ResolutionUnit PageNumber
    ColorMap SampleFormat WhitePoint PrimaryChromaticities YCbCrSubSampling YCbCrPositioning ReferenceBlackWhite MinSampleValue
    MaxSampleValue InkSet HalftoneHints TileWidth TileLength TileOffsets TileByteCounts Threshholding""".split()}
JPEG = {name: None for name in """EncodingProcess BitsPerSample ColorComponents YCbCrSubSampling JFIFVersion ResolutionUnit XResolution YResolution DCTEncodeVersion
    APP14Flags0 APP14Flags1 ColorTransform""".split()}
PNG = {name: None for name in "ImageWidth ImageHeight BitDepth ColorType Compression Filter Interlace PixelsPerUnitX PixelsPerUnitY PixelUnits Palette Transparency "
       "SignificantBits WhitePointX WhitePointY RedX RedY GreenX GreenY BlueX BlueY Gamma SRGBRendering BackgroundColor".split()}
GIF = {name: None for name in "GIFVersion ImageWidth ImageHeight HasColorMap ColorResolutionDepth BitsPerPixel BackgroundColor AnimationIterations FrameCount Duration "
       "TransparentColor".split()}
WEBP = {name: None for name in """ImageWidth ImageHeight VP8Version HorizontalScale VerticalScale WebP_Flags AlphaIsUsed AlphaPreprocessing AlphaFiltering
    AlphaCompression AnimationLoopCount BackgroundColor FrameCount Duration""".split()}
PDF = {"PDFVersion": None, "Linearized": "No", "PageCount": None, "PageLayout": None}
ZIP = {"ZipRequiredVersion": None, "ZipBitFlag": None, "ZipCompression": None, "ZipModifyDate": r"(1980:01:01|0000:00:00) 00:00:00", "ZipCRC": None,
       "ZipCompressedSize": None, "ZipUncompressedSize": None, "ZipFileName": r"(\[Content_Types\]\.xml|mimetype|[\w/.-]+)",
       "ODFVersion": None, "Xmlns": None}
ALLOWED = {"mp4": MOVIE, "mov": MOVIE, "3gp": MOVIE, "3g2": MOVIE, "m4a": MOVIE, "mkv": MATROSKA, "webm": MATROSKA, "avi": {**RIFF, **SOUND}, "wav": RIFF,
           "mp3": SOUND, "aac": {**SOUND, "ProfileType": None, "Channels": None, "Encoder": "Lavc"}, "ogg": {**OGG, **SOUND}, "flac": OGG, "amr": {}, "tif": TIFF, "jpg": JPEG,
           "png": PNG, "gif": GIF, "webp": WEBP, "pdf": PDF, "docx": ZIP, "xlsx": ZIP, "pptx": ZIP, "odt": ZIP, "ods": ZIP, "odp": ZIP, "odg": ZIP}
UNREAD = {"amr"}  # kinds that exiftool does not know: nothing but frames is in them, which is looked at here


def beyond(entry, kind):
    """Tags that the list does not allow."""
    allowed, bad = ALLOWED[kind], []
    for key, value in entry.items():
        groups, _, tag = key.rpartition(":")
        group = groups.split(":")[0]
        if not groups or group == "System" or f"{group}:{tag}" in ALWAYS:
            continue
        if group == "ExifTool" and tag in ("Warning", "Error"):
            continue  # the structure is judged otherwise; a message is no metadata
        pattern = allowed.get(tag, False)
        if group == "Composite" and tag in ("Rotation", "AvgBitrate", "Duration", "ImageSize"):
            continue
        if pattern is False or (pattern is not None and not re.fullmatch(pattern, str(value))):
            bad.append(key)
    return bad
